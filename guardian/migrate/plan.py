"""What would be run, as a value. The runner carries out this very value, and --dry-run prints it."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.errors import GuardianError, UsageError
from guardian.migrate.migration import Direction, Migration, MigrationFile
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.state import DirtyDatabase, VersionState


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One file to run: afterwards the version table says `to_version`."""

    migration: Migration
    direction: Direction
    file: MigrationFile
    to_version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Steps in the order they are run; empty where there is nothing to do."""

    target: str
    from_version: int | None
    steps: tuple[Step, ...]

    @property
    def to_version(self) -> int | None:
        return self.steps[-1].to_version if self.steps else self.from_version


def plan_up(files: MigrationSet, state: VersionState, *, target: str, limit: int | None = None) -> Plan:
    """Return the steps that bring the target forward, all of them or `limit`.

    Raises DirtyDatabase, UnknownVersion, MissingFile, UsageError for a limit below 1.
    """
    _check(files, state, target, limit)
    pending = files.after(state.version)[:limit]
    steps = tuple(_step(migration, Direction.UP, migration.version) for migration in pending)
    return Plan(target=target, from_version=state.version, steps=steps)


def plan_down(files: MigrationSet, state: VersionState, *, target: str, limit: int | None) -> Plan:
    """Return the steps that undo the last `limit` migrations, or all of them for None.

    Raises as plan_up.
    """
    _check(files, state, target, limit)
    applied = files.upto(state.version)
    undone = tuple(reversed(applied))[:limit]
    steps = tuple(_step(migration, Direction.DOWN, files.previous(migration.version)) for migration in undone)
    return Plan(target=target, from_version=state.version, steps=steps)


def plan_goto(files: MigrationSet, state: VersionState, *, target: str, version: int) -> Plan:
    """Return the steps to this version, forward or back. Raises as plan_up, and UsageError for an unknown version."""
    if files.get(version) is None:
        raise UsageError(f"there is no migration with version {version}; guardian status shows what there is")
    _check(files, state, target, None)
    current = state.version
    if current is None or version >= current:
        limit = len([m for m in files.after(current) if m.version <= version])
        return (
            plan_up(files, state, target=target, limit=limit)
            if limit
            else Plan(target=target, from_version=current, steps=())
        )
    return plan_down(files, state, target=target, limit=len([m for m in files.upto(current) if m.version > version]))


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
