"""Runs a plan's files: each with its version row and its history row in one transaction.

So a file that fails leaves the database clean at the version before, never dirty.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from guardian import clock
from guardian.errors import GuardianError, Refused, SqlFailed
from guardian.migrate.event import FileDone, FileFailed, FileStarted, Listener
from guardian.migrate.migration import Direction
from guardian.migrate.plan import Plan, Step
from guardian.migrate.record import Action, Operator
from guardian.pg.connect import Connection, translate
from guardian.pg.history import record_history
from guardian.pg.version_table import VersionTable, record_version
from guardian.sqltext.statement import find_outside_transaction, line_and_column

# What a file may have left behind on the session. Not DISCARD ALL: it would release the migrators' lock.
_CLEAN_SESSION = b"set session authorization default; reset all; discard temp; unlisten *; close all"


class FileFailedError(SqlFailed):
    """a migration file failed; its transaction was rolled back."""


class EscapedTransaction(GuardianError):
    """a file ended guardian's transaction in its middle, so part of it may be committed."""

    def __init__(self, name: str, *, target: str, version: int | None) -> None:
        super().__init__(
            f"{name} ended guardian's transaction, so part of it may be committed and {target} is marked dirty at "
            f"version {version}; look at what it did, then run guardian force {target} VERSION"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """What applying needs besides the plan. `history` is False where the target has no guardian schema.

    `lock_timeout` in milliseconds bounds how long a statement may wait for, and so queue others behind, a table's
    lock; None leaves the server's setting.
    """

    connection: Connection
    table: VersionTable
    operator: Operator
    listener: Listener
    history: bool
    action: Action | None = None
    lock_timeout: int | None = None


def apply_plan(runner: Runner, plan: Plan) -> None:
    """Run the steps in order; the first failure ends it. Raises FileFailedError, EscapedTransaction, Unreachable.

    The caller has checked the files with `check_files`.
    """
    for step in plan.steps:
        _run_step(runner, step)


def check_files(plan: Plan) -> None:
    """Refuse, before anything is written, a plan with a file that is no text or cannot run in a transaction.

    Raises NotText, Refused.
    """
    for step in plan.steps:
        _refuse_outside_transaction(step)


def _refuse_outside_transaction(step: Step) -> None:
    found = find_outside_transaction(step.file.text)
    if found is not None:
        raise Refused(
            f"{step.file.name}, line {found.line}: {found.what} cannot run together with the version row in one "
            "transaction, and guardian does not run files any other way yet; take it out of the file"
        )


def _run_step(runner: Runner, step: Step) -> None:
    target = runner.table.target
    runner.listener(FileStarted(target=target, step=step))
    start = clock.monotonic()
    try:
        _run_in_transaction(runner, step, start)
    except (psycopg.Error, GuardianError) as fault:
        failure = fault if isinstance(fault, GuardianError) else _failure(step, fault, target)
        _roll_back(runner, step, clock.monotonic() - start, str(failure))
        runner.listener(FileFailed(target=target, step=step, reason=str(failure)))
        raise failure from fault
    runner.listener(FileDone(target=target, step=step, seconds=clock.monotonic() - start))


def _run_in_transaction(runner: Runner, step: Step, start: float) -> None:
    connection = runner.connection
    connection.execute(_CLEAN_SESSION)
    if runner.lock_timeout is not None:
        connection.execute("select set_config('lock_timeout', %s, false)", [str(runner.lock_timeout)])
    connection.execute("begin")
    transaction = _transaction_id(connection)
    connection.execute(step.file.text.encode())
    if connection.info.transaction_status is not psycopg.pq.TransactionStatus.INTRANS or (
        transaction != _transaction_id(connection)
    ):
        _mark_dirty(runner, step)
        raise EscapedTransaction(step.file.name, target=runner.table.target, version=step.to_version)
    connection.execute("set session authorization default")
    record_version(connection, runner.table, step.to_version)
    if runner.history:
        _record(runner, step, clock.monotonic() - start, error=None)
    connection.execute("commit")


def _mark_dirty(runner: Runner, step: Step) -> None:
    runner.connection.execute("rollback")
    record_version(runner.connection, runner.table, step.to_version, dirty=True)


def _transaction_id(connection: Connection) -> object:
    row = connection.execute("select pg_current_xact_id()::text").fetchone()
    return row[0] if row else None


def _record(runner: Runner, step: Step, seconds: float, *, error: str | None) -> None:
    record_history(
        runner.connection,
        action=runner.action or (Action.UP if step.direction is Direction.UP else Action.DOWN),
        version=step.migration.version,
        migration=step.migration,
        operator=runner.operator,
        seconds=seconds,
        error=error,
    )


def _roll_back(runner: Runner, step: Step, seconds: float, error: str) -> None:
    """Leave the transaction, and note the failure where the connection still works."""
    try:
        runner.connection.execute("rollback")
        runner.connection.execute(_CLEAN_SESSION)
        if runner.history:
            _record(runner, step, seconds, error=error)
    except psycopg.Error:
        runner.connection.close()


def _failure(step: Step, fault: psycopg.Error, target: str) -> GuardianError:
    """Return the error that names file, line and column; the transaction it failed in is rolled back."""
    failure = translate(fault, target)
    if not isinstance(failure, SqlFailed):
        return failure
    where = step.file.name
    if failure.statement_position is not None:
        line, column = line_and_column(step.file.text, failure.statement_position - 1)
        where = f"{where}, line {line}, column {column}"
    return FileFailedError(
        f"{where}: {failure}; the file was rolled back, {target} is as it was before; "
        "mend the file and run the command again",
        sqlstate=failure.sqlstate,
        statement_position=failure.statement_position,
    )
