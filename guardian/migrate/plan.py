"""What would be run, as a value. The runner carries out this very value, and --dry-run prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from guardian.errors import GuardianError, UsageError
from guardian.migrate.late import refuse_gaps
from guardian.migrate.migration import Direction, Migration, MigrationFile
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.record import HistoryRecord
from guardian.migrate.state import DirtyDatabase, VersionState
from guardian.migrate.unfinished import Unfinished


class UnknownVersion(GuardianError):
    """the database is at a version that the migrations directory does not have."""

    def __init__(self, target: str, version: int) -> None:
        super().__init__(
            f"{target} is at version {version}, of which the migrations directory has no file; "
            "get the branch that has it, or see guardian history for what was run"
        )


class MissingFile(GuardianError):
    """a migration lacks the file of the direction wanted."""

    def __init__(self, migration: Migration, direction: Direction) -> None:
        super().__init__(
            f"{migration.name} has no .{direction}.sql file, so it cannot be run {direction}; "
            "write one (a comment that says why nothing is to be done is enough)"
        )


class CutOff(GuardianError):
    """a file was cut off between its statements, and the other direction is asked for."""

    def __init__(self, target: str, unfinished: Unfinished) -> None:
        again = f"guardian up {target}" if unfinished.direction is Direction.UP else f"guardian down {target} 1"
        super().__init__(
            f"{target} is dirty: the {unfinished.direction} file of version {unfinished.version} was cut off after "
            f"{len(unfinished.done)} of its statements; finish it first with {again}, or undo by hand what ran and use "
            f"guardian force {target} VERSION"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One file to run: before it the version table says `from_version`, afterwards `to_version`.

    `unfinished` is set where the file goes on after a run that was cut off.
    """

    migration: Migration
    direction: Direction
    file: MigrationFile
    to_version: int | None
    from_version: int | None = None
    unfinished: Unfinished | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Steps in the order they are run; empty where there is nothing to do."""

    target: str
    from_version: int | None
    steps: tuple[Step, ...]

    @property
    def to_version(self) -> int | None:
        return self.steps[-1].to_version if self.steps else self.from_version


def plan_up(
    files: MigrationSet,
    state: VersionState,
    *,
    target: str,
    limit: int | None = None,
    history: Sequence[HistoryRecord] = (),
    unfinished: Unfinished | None = None,
) -> Plan:
    """Return the steps that bring the target forward, all of them or `limit`.

    `history` is what guardian knows to have run there; an `unfinished` up file is the first step.
    Raises DirtyDatabase, CutOff, UnknownVersion, LateMigration, MissingMigration, MissingFile, UsageError for a limit
    below 1.
    """
    before = _resumed(files, state, unfinished, Direction.UP, target)
    _check(files, before, target, limit)
    refuse_gaps(files, before, history, target=target)
    pending = files.after(before.version)[:limit]
    steps = _chain(before.version, [_step(migration, Direction.UP, migration.version) for migration in pending])
    return _plan(target, before, steps, unfinished)


def plan_down(
    files: MigrationSet,
    state: VersionState,
    *,
    target: str,
    limit: int | None,
    history: Sequence[HistoryRecord] = (),
    unfinished: Unfinished | None = None,
) -> Plan:
    """Return the steps that undo the last `limit` migrations, or all of them for None.

    Raises as plan_up.
    """
    before = _resumed(files, state, unfinished, Direction.DOWN, target)
    _check(files, before, target, limit)
    refuse_gaps(files, before, history, target=target)
    undone = tuple(reversed(files.upto(before.version)))[:limit]
    down = [_step(migration, Direction.DOWN, files.previous(migration.version)) for migration in undone]
    return _plan(target, before, _chain(before.version, down), unfinished)


def plan_goto(
    files: MigrationSet,
    state: VersionState,
    *,
    target: str,
    version: int,
    history: Sequence[HistoryRecord] = (),
    unfinished: Unfinished | None = None,
) -> Plan:
    """Return the steps to this version, forward or back. Raises as plan_up, and UsageError for an unknown version."""
    if files.get(version) is None:
        raise UsageError(f"there is no migration with version {version}; guardian status shows what there is")
    direction = unfinished.direction if unfinished else Direction.UP
    before = _resumed(files, state, unfinished, direction, target)
    _check(files, before, target, None)
    current = before.version
    if current == version:
        return Plan(target=target, from_version=current, steps=())
    if current is None or version > current:
        limit = len([m for m in files.after(current) if m.version <= version])
        return plan_up(files, state, target=target, limit=limit, history=history, unfinished=unfinished)
    limit = len([m for m in files.upto(current) if m.version > version])
    return plan_down(files, state, target=target, limit=limit, history=history, unfinished=unfinished)


def _resumed(
    files: MigrationSet, state: VersionState, unfinished: Unfinished | None, direction: Direction, target: str
) -> VersionState:
    """Return the state before the file that was cut off; the state itself where none was."""
    if not state.dirty or unfinished is None:
        return state
    if unfinished.direction is not direction:
        raise CutOff(target, unfinished)
    if files.get(unfinished.version) is None:
        raise UnknownVersion(target, unfinished.version)
    before = files.previous(unfinished.version) if direction is Direction.UP else unfinished.version
    return VersionState(version=before)


def _plan(target: str, before: VersionState, steps: tuple[Step, ...], unfinished: Unfinished | None) -> Plan:
    if steps and unfinished is not None:
        steps = (replace(steps[0], unfinished=unfinished), *steps[1:])
    return Plan(target=target, from_version=before.version, steps=steps)


def _chain(version: int | None, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Let each step begin where the one before it ends."""
    chained = []
    for step in steps:
        chained.append(replace(step, from_version=version))
        version = step.to_version
    return tuple(chained)


def _check(files: MigrationSet, state: VersionState, target: str, limit: int | None) -> None:
    if limit is not None and limit < 1:
        raise UsageError(f"the number of migrations must be 1 or more, not {limit}")
    if state.dirty:
        raise DirtyDatabase(target, state.version)
    if state.version is not None and files.get(state.version) is None:
        raise UnknownVersion(target, state.version)


def _step(migration: Migration, direction: Direction, to_version: int | None) -> Step:
    file = migration.file(direction)
    if file is None:
        raise MissingFile(migration, direction)
    return Step(migration=migration, direction=direction, file=file, to_version=to_version)
