"""Apply what is new in the migrations directory to the development target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guardian.app.migrate import migrate_up
from guardian.app.session import open_target
from guardian.config import Target
from guardian.errors import GuardianError, Unreachable
from guardian.migrate.automation import ActionKind, AutoAction, decide_auto
from guardian.migrate.event import ignore
from guardian.migrate.migration import Migration
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.record import Operator
from guardian.pg.emptiness import is_empty
from guardian.sqltext.statement import find_syntax_problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    migration: Migration


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    migration: Migration
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """`key` names what is held, so that it is said once as long as it stays the same."""

    key: str
    reason: str


Result = Applied | Failed | Held


def automate(
    target: Target,
    files: MigrationSet,
    *,
    failed: frozenset[str],
    operator: Operator,
    proceed: Callable[[], bool],
) -> tuple[Result, ...]:
    """Do what is to be done on DEV, file by file, while `proceed()`; return what came of it. Raises Unreachable."""
    results: list[Result] = []
    while proceed():
        action = _next_action(target, files, failed)
        if action.kind is ActionKind.HOLD:
            name = action.migration.name if action.migration else target.name
            results.append(Held(key=f"{name}: {action.reason}", reason=action.reason))
        if action.kind is not ActionKind.UP or action.migration is None:
            break
        result = _apply(target, files, action.migration, operator)
        results.append(result)
        if isinstance(result, Failed):
            break
    return tuple(results)


def _next_action(target: Target, files: MigrationSet, failed: frozenset[str]) -> AutoAction:
    with open_target(target) as session:
        state = session.state()
        empty = state.version is not None or is_empty(session.connection, session.table, target.schemas)
        return decide_auto(files, state, empty=empty, failed=failed, syntax=_syntax)


def _syntax(sql: str) -> str | None:
    problem = find_syntax_problem(sql)
    return f"line {problem.line}, column {problem.column}: {problem.message}" if problem else None


def _apply(target: Target, files: MigrationSet, migration: Migration, operator: Operator) -> Applied | Failed:
    try:
        migrate_up(target, files, limit=1, operator=operator, listener=ignore)
    except Unreachable:
        raise
    except GuardianError as fault:
        return Failed(migration=migration, error=str(fault))
    return Applied(migration=migration)
