"""What guardian recorded about the runs on a target."""

from __future__ import annotations

from guardian.app.session import open_target
from guardian.config import Target
from guardian.errors import UsageError
from guardian.migrate.record import HistoryRecord, RunTexts
from guardian.pg.history import fetch_history, fetch_texts


def fetch_records(target: Target) -> tuple[HistoryRecord, ...]:
    """Return all runs, oldest first; none where no history is kept."""
    with open_target(target) as session:
        return fetch_history(session.connection, session.table)


def fetch_recorded_texts(target: Target, version: int) -> RunTexts:
    """Return the files of the version as they ran last. Raises UsageError where it never ran through guardian."""
    with open_target(target) as session:
        texts = fetch_texts(session.connection, session.table, [version])
    if version not in texts:
        raise UsageError(f"{target.name} has no record of version {version}; guardian history {target.name} lists all")
    return texts[version]
