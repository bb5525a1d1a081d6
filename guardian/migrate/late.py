"""What history knows of each version: which ran, which never did, and where its knowledge begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guardian.errors import Refused
from guardian.migrate.migration import Direction, Migration
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.record import Action, HistoryRecord, Outcome
from guardian.migrate.state import VersionState


class LateMigration(Refused):
    """a migration is older than the target's version and was never run there."""

    def __init__(self, target: str, version: int | None, late: Sequence[Migration]) -> None:
        names = ", ".join(migration.name for migration in late)
        super().__init__(
            f"{names} {_were(late)} never run on {target}, which is already at version {version}; give "
            f"{'it' if len(late) == 1 else 'them'} the next free number, or undo {target} to before it with "
            f"guardian goto {target} VERSION and run guardian up {target} again"
        )


class MissingMigration(Refused):
    """a migration that was run on the target has no file any more."""

    def __init__(self, target: str, missing: Sequence[HistoryRecord]) -> None:
        names = ", ".join(f"{record.version} {record.title or ''}".strip() for record in missing)
        super().__init__(
            f"the migrations directory has no file of {names}, which ran on {target}; get the branch that has it, "
            f"or its text with guardian history {target} --text {missing[0].version}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`applied` maps each version that is in place to the run that put it there.

    `floor` is the first version that history can judge: what is below came from another tool, or was set by force.
    """

    applied: dict[int, HistoryRecord]
    floor: int | None = None

    def covers(self, version: int) -> bool:
        return self.floor is None or version >= self.floor


def read_history(history: Sequence[HistoryRecord], state: VersionState) -> Coverage:
    """Follow the runs one after another; where one does not begin where the last ended, another tool was at work."""
    applied: dict[int, HistoryRecord] = {}
    floor: int | None = None
    current: int | None = None
    for record in history:
        if record.outcome is not Outcome.DONE:
            continue
        if record.action is Action.FORCE or record.from_version != current:
            floor = _raised(floor, record.version if record.action is Action.FORCE else record.from_version)
        current = _follow(record, applied)
    if current != state.version:
        floor = _raised(floor, state.version)
    here = {v: r for v, r in applied.items() if state.version is not None and v <= state.version}
    return Coverage(applied=here, floor=floor)


def find_late(files: MigrationSet, state: VersionState, coverage: Coverage) -> tuple[Migration, ...]:
    """Return what is older than the target's version and, as history knows, was never run there."""
    return tuple(
        m for m in files.upto(state.version) if coverage.covers(m.version) and m.version not in coverage.applied
    )


def find_missing(files: MigrationSet, coverage: Coverage) -> tuple[HistoryRecord, ...]:
    """Return the runs of versions that have no file any more.

    What is below the first file was squashed into it, and is not missing.
    """
    there = {migration.version for migration in files}
    first = min(there, default=0)
    return tuple(r for v, r in sorted(coverage.applied.items()) if v > first and v not in there)


def refuse_gaps(files: MigrationSet, state: VersionState, history: Sequence[HistoryRecord], *, target: str) -> None:
    """Raise LateMigration or MissingMigration."""
    coverage = read_history(history, state)
    late = find_late(files, state, coverage) if history else ()
    if late:
        raise LateMigration(target, state.version, late)
    missing = find_missing(files, coverage)
    if missing:
        raise MissingMigration(target, missing)


def _follow(record: HistoryRecord, applied: dict[int, HistoryRecord]) -> int | None:
    """Enter a run into `applied`; return the version after it."""
    version = record.version
    if record.action is Action.FORCE:
        for known in [v for v in applied if version is None or v > version]:
            del applied[known]
        return version
    if version is None:
        return None
    if record.direction is Direction.DOWN:
        applied.pop(version, None)
        return record.to_version
    applied[version] = record
    return version


def _raised(floor: int | None, version: int | None) -> int | None:
    if version is None:
        return floor
    return version + 1 if floor is None else max(floor, version + 1)


def _were(late: Sequence[Migration]) -> str:
    return "was" if len(late) == 1 else "were"
