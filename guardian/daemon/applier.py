"""One look at the migrations directory, and what it means for DEV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog

from guardian import clock
from guardian.adapters.operator import fetch_operator
from guardian.app.alert import Alerts
from guardian.app.automate import Applied, Failed, Held, Result, automate
from guardian.app.load import load_migrations
from guardian.app.twin import refuse_same_database
from guardian.config import Config, Target
from guardian.daemon.courier import Courier
from guardian.errors import GuardianError
from guardian.report import telegram

logger = structlog.get_logger()


class Applier:
    """Remembers what DEV refused and what is held, so that each is tried and said once until the file changes."""

    def __init__(self, *, config: Config, target: Target, alerts: Alerts, courier: Courier) -> None:
        self._config, self._target, self._alerts, self._courier = config, target, alerts, courier
        self._failed: frozenset[str] = frozenset()
        self._said: set[str] = set()
        self._compared = False

    def run(self, *, proceed: Callable[[], bool]) -> None:
        """Apply what is to be applied while `proceed()`; faults are logged, said, and end this look only."""
        start = clock.monotonic()
        try:
            # A server that did not answer when the daemon was started may do so now.
            self._compared = self._compared or refuse_same_database(self._config, self._target)
            results = automate(
                self._target,
                load_migrations(self._config),
                failed=self._failed,
                operator=fetch_operator(self._config.root),
                proceed=proceed,
            )
            self._tell(results, timedelta(seconds=clock.monotonic() - start))
        except GuardianError as fault:
            self._say_once(str(fault))
        except Exception:
            logger.exception("applying failed", action="apply", target=self._target.name)

    def _tell(self, results: Sequence[Result], took: timedelta) -> None:
        applied = [result.migration for result in results if isinstance(result, Applied)]
        for migration in applied:
            logger.info("applied", action="apply", target=self._target.name, migration=migration.name)
        if applied:
            self._said.clear()
            names = [migration.name for migration in applied]
            self._send(telegram.applied(self._target.name, names, version=applied[-1].version, took=took))
        for result in results:
            if isinstance(result, Failed):
                self._on_failed(result)
            elif isinstance(result, Held):
                self._on_held(result)

    def _on_failed(self, result: Failed) -> None:
        migration = result.migration
        if migration.up is not None:
            self._failed |= {migration.up.checksum}
        logger.error("refused by the server", action="apply", migration=migration.name, reason=result.error)
        before = load_migrations(self._config).previous(migration.version)
        self._send(
            telegram.apply_failed(self._target.name, migration.name, error=result.error, version=before, dirty=False)
        )

    def _on_held(self, result: Held) -> None:
        if result.key not in self._said:
            self._said.add(result.key)
            logger.warning("held", action="apply", what=result.key)

    def _say_once(self, problem: str) -> None:
        if problem not in self._said:
            self._said.add(problem)
            logger.error("cannot apply", action="apply", target=self._target.name, reason=problem)

    def _send(self, html: str) -> None:
        self._alerts.tell(html, clock.now())
        self._courier.wake()
