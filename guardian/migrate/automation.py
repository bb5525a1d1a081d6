"""What the daemon does to DEV, decided from files, history and version alone."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

from guardian.migrate.migration import Migration
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.state import VersionState


class ActionKind(enum.StrEnum):
    NOTHING = "nothing"
    UP = "up"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoAction:
    """`UP`: apply `migration`. `HOLD`: leave it, for the reason, which is said once."""

    kind: ActionKind
    migration: Migration | None = None
    reason: str = ""


NOTHING = AutoAction(kind=ActionKind.NOTHING)


def decide_auto(
    files: MigrationSet,
    state: VersionState,
    *,
    empty: bool,
    failed: frozenset[str],
    syntax: Callable[[str], str | None],
) -> AutoAction:
    """Return the next thing to do on DEV: one migration at a time, in order.

    `empty` tells whether DEV holds anything; without a version nobody knows which files what it holds came from.
    `failed` holds the checksums of up files that DEV refused: they are tried again only when they change. `syntax`
    returns what is wrong with an SQL text, or None.
    """
    if state.dirty:
        return _hold(None, f"the database is dirty at version {state.version}; put it right, then force the version")
    if state.version is not None and files.get(state.version) is None:
        return _hold(None, f"the database is at version {state.version}, of which there is no file (another branch?)")
    pending = files.after(state.version)
    if not pending:
        return NOTHING
    if state.version is None and not empty:
        return _hold(
            None, "the database has tables but no version; say which one it has: guardian force TARGET VERSION"
        )
    migration = pending[0]
    reason = _why_held(migration, syntax)
    if reason is not None:
        return _hold(migration, reason)
    if migration.up is not None and migration.up.checksum in failed:
        return NOTHING
    return AutoAction(kind=ActionKind.UP, migration=migration)


def _why_held(migration: Migration, syntax: Callable[[str], str | None]) -> str | None:
    for file, direction in ((migration.up, "up"), (migration.down, "down")):
        if file is None:
            return f"it has no .{direction}.sql file yet"
        if not file.content.strip():
            return f"{file.name} is empty"
        problem = syntax(file.text)
        if problem is not None:
            return f"{file.name}, {problem}"
    return None


def _hold(migration: Migration | None, reason: str) -> AutoAction:
    return AutoAction(kind=ActionKind.HOLD, migration=migration, reason=reason)
