"""One drift check of one target, and what it means for the target's alerts."""

from __future__ import annotations

import structlog

from guardian import clock
from guardian.app.alert import Alerts
from guardian.app.drift_check import check_drift
from guardian.app.expected import ExpectedSchemas
from guardian.app.load import load_migrations
from guardian.app.status_page import Board
from guardian.config import Config, Target
from guardian.daemon.courier import Courier
from guardian.errors import GuardianError

logger = structlog.get_logger()


class Checker:
    """Runs in the scheduler's threads, one check at a time for each target."""

    def __init__(self, *, config: Config, alerts: Alerts, courier: Courier, board: Board) -> None:
        self._config, self._alerts, self._courier, self._board = config, alerts, courier, board
        self._expected = ExpectedSchemas(config)

    def run(self, target: Target) -> None:
        try:
            self._check(target)
        except GuardianError as fault:
            self._cannot(target, str(fault))
        except Exception:
            # A fault of our own must neither end the schedule nor pass for "no drift".
            logger.exception("the check failed", action="check", target=target.name)
            self._cannot(target, "the check itself failed; see the daemon's log")

    def _check(self, target: Target) -> None:
        report = check_drift(self._config, target, load_migrations(self._config), self._expected)
        if report.migrating is not None:
            logger.info("not checked: a migration is running", action="check", target=target.name)
            return
        self._board.found(report, clock.now())
        notices = self._alerts.judge(report, clock.now())
        logger.info(
            "checked", action="check", target=target.name, version=report.version, findings=len(report.findings)
        )
        if notices:
            self._courier.wake()

    def _cannot(self, target: Target, reason: str) -> None:
        logger.warning("cannot check", action="check", target=target.name, reason=reason)
        self._board.not_checked(target.name, reason)
        try:
            if self._alerts.judge_unreachable(target.name, reason, clock.now()):
                self._courier.wake()
        except GuardianError as fault:
            logger.error(str(fault), action="check", target=target.name)
