"""What the service has at hand for the status page: the board that its checks write on, and how a page is opened.

A request only reads the board. However often somebody asks for the page, no database notices.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from guardian import clock
from guardian.app.load import load_migrations
from guardian.app.status import fetch_status
from guardian.config import Config
from guardian.drift.check import DriftReport
from guardian.errors import GuardianError
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.status import TargetStatus
from guardian.report.overview import Overview, TargetOverview


class Board:
    """The newest that is known of each target; written by the scheduler's threads, read by the page's."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._targets = {
            target.name: TargetOverview(status=TargetStatus(name=target.name, role=target.role))
            for target in config.targets
        }
        self._files: MigrationSet | None = None
        self._problem: str | None = None

    def refresh(self) -> None:
        """Read where every target stands; what the checks found stays."""
        try:
            files = load_migrations(self._config)
        except GuardianError as fault:
            with self._lock:
                self._problem = str(fault)
            return
        statuses = fetch_status(self._config, files)
        with self._lock:
            self._files, self._problem = files, None
            for status in statuses:
                known = self._targets[status.name]
                self._targets[status.name] = TargetOverview(
                    status=status, drift=known.drift, checked_at=known.checked_at, problem=known.problem
                )

    def found(self, report: DriftReport, now: datetime) -> None:
        """Put down what a check found."""
        with self._lock:
            status = self._targets[report.target].status
            self._targets[report.target] = TargetOverview(status=status, drift=report, checked_at=now)

    def not_checked(self, name: str, problem: str) -> None:
        """Put down why a check could not be made; what the last one found stays beside it."""
        with self._lock:
            known = self._targets[name]
            self._targets[name] = TargetOverview(
                status=known.status, drift=known.drift, checked_at=known.checked_at, problem=problem
            )

    def overview(self) -> Overview:
        with self._lock:
            files = self._files
            return Overview(
                made_at=clock.now(),
                targets=tuple(self._targets.values()),
                migrations=None if files is None else len(files),
                last_migration=files.migrations[-1].name if files else None,
                problem=self._problem,
            )


class StatusPage(Protocol):
    """A page that has its address already, and answers from `start` to `stop`."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


# Takes the address, or raises ConfigError; the board is what the page will show.
PageOpener = Callable[[Config, Board], StatusPage]
