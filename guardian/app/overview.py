"""Look at every target once: where it stands, and what differs."""

from __future__ import annotations

from guardian import clock
from guardian.app.drift_check import check_drift
from guardian.app.expected import ExpectedSchemas
from guardian.app.load import find_target
from guardian.app.status import fetch_status
from guardian.config import Config
from guardian.errors import GuardianError
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.status import TargetStatus
from guardian.report.overview import Overview, TargetOverview


def fetch_overview(config: Config, files: MigrationSet) -> Overview:
    """Return status and drift of all targets; one that cannot be checked says why, and the others go on."""
    expected = ExpectedSchemas(config)
    targets = tuple(_look(config, status, files, expected) for status in fetch_status(config, files))
    return Overview(
        made_at=clock.now(),
        targets=targets,
        migrations=len(files),
        last_migration=files.migrations[-1].name if len(files) else None,
    )


def _look(config: Config, status: TargetStatus, files: MigrationSet, expected: ExpectedSchemas) -> TargetOverview:
    if status.problem is not None:
        return TargetOverview(status=status)
    try:
        report = check_drift(config, find_target(config, status.name), files, expected)
    except GuardianError as fault:
        return TargetOverview(status=status, problem=str(fault))
    return TargetOverview(status=status, drift=report, checked_at=clock.now())
