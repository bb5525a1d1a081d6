"""A file in one transaction with its version row and its history row: two round trips, one commit.

So a file that fails leaves the database clean at the version before, never dirty.
"""

from __future__ import annotations

import contextlib

import psycopg
from psycopg.pq import TransactionStatus

from guardian import clock
from guardian.errors import GuardianError, Unreachable
from guardian.migrate.plan import Step
from guardian.pg.apply.failure import EscapedTransaction, file_failure
from guardian.pg.apply.runner import DISCARD, Runner
from guardian.pg.connect import translate
from guardian.pg.migration_lock import VersionChanged, held_text, keep_lock
from guardian.pg.simple_query import StatementError, send
from guardian.pg.version_row import ANOTHER_VERSION, next_version_row, version_row
from guardian.sqltext.script import Script

_MEND = "mend the file and run the command again"
_MORE_TIME = "give it more time and run the command again"
_ESCAPED = "guardian: the transaction is another one: "
# SET LOCAL comes after RESET ALL, and ends with the file's transaction.
_UNWAITED = "set local synchronous_commit = off;"
# Only a transaction that has written something is waited for; any role may write this, which means nothing.
_SETTLE = "begin; select pg_catalog.pg_logical_emit_message(true, 'guardian', ''); commit"
# One message is one implicit transaction, which BEGIN makes a real one: the number asked before it is that of both.
_TRANSACTION = "select pg_catalog.pg_current_xact_id()::pg_catalog.text;"


def run_in_transaction(runner: Runner, step: Step, script: Script, start: float, *, last: bool = True) -> None:
    """Run the file and record it. Raises FileFailedError, EscapedTransaction, Unreachable.

    Unless it is the `last` one, a grouped run does not wait until its commit is on the disk. The server writes commits
    in their order, and each with its version row: what a crash of the server may take is the last files of a run that
    it cut off, as a whole.
    """
    connection = runner.connection
    before = _before(runner)
    transaction = _send_file(runner, step, script, before, start)
    if connection.info.transaction_status is not TransactionStatus.INTRANS:
        raise _escaped(runner, step)
    if connection.info.encoding != "utf-8":
        send(connection, "reset client_encoding; set client_encoding to 'UTF8'")
    try:
        results = send(connection, _after(runner, step, script, transaction, clock.monotonic() - start, last=last))
    except StatementError as error:
        if ANOTHER_VERSION in str(error):
            overtaken = _overtaken(runner, step, str(error))
            _clean_up(runner, step, clock.monotonic() - start, overtaken)
            raise overtaken from error
        if _ESCAPED in str(error):
            raise _escaped(runner, step) from error
        # What is checked at the end only: deferred constraints, or a file that closed the tables of guardian.
        failure = _failure(runner, step, script, error, before=None)
        _clean_up(runner, step, clock.monotonic() - start, failure)
        raise failure from error
    except psycopg.OperationalError as error:
        raise _unknown(runner, step, error) from error
    if not runner.scratch:
        keep_lock(connection, runner.table, results[-2], listener=runner.listener)


def settle(runner: Runner) -> None:
    """Wait until what a grouped run has committed is on the disk, however it ends."""
    connection = runner.connection
    if connection.info.transaction_status is not TransactionStatus.IDLE or runner.waits_for_disk(last=False):
        return  # the connection is lost, or given up with a file's transaction open; or nothing is to be waited for
    with contextlib.suppress(StatementError, psycopg.Error):
        send(connection, _SETTLE)


def _before(runner: Runner) -> str:
    timeout = "" if runner.lock_timeout is None else f"set lock_timeout = {runner.lock_timeout};"
    return f"{_TRANSACTION} {DISCARD} {timeout} begin;\n"


def _send_file(runner: Runner, step: Step, script: Script, before: str, start: float) -> str:
    """Send the file and return the number of its transaction."""
    if not script.statements and not script.plain and step.file.text.strip():
        return _send_unread(runner, step, script, before, start)
    try:
        results = send(runner.connection, before + script.text, start=-len(before))
    except StatementError as error:
        failure = _failure(runner, step, script, error, before=before)
        _clean_up(runner, step, clock.monotonic() - start, failure)
        raise failure from error
    return results[0][0][0] or ""


def _send_unread(runner: Runner, step: Step, script: Script, before: str, start: float) -> str:
    """Send a file that libpg_query could not read: a COMMIT may be in it, so a failure is asked what it left."""
    transaction = send(runner.connection, before)[0][0][0] or ""
    try:
        send(runner.connection, script.text, start=0)
    except StatementError as error:
        failure = _failure(runner, step, script, error, before="")
        _clean_up(runner, step, clock.monotonic() - start, failure)
        if not runner.connection.closed and _committed(runner, transaction):
            raise _escaped(runner, step) from error
        raise failure from error
    return transaction


def _committed(runner: Runner, transaction: str) -> bool:
    rows = send(runner.connection, f"select pg_catalog.pg_xact_status('{transaction}'::pg_catalog.xid8)")
    return rows[0][0][0] == "committed"


def _after(runner: Runner, step: Step, script: Script, transaction: str, seconds: float, *, last: bool) -> str:
    # A CASE, as an error in the arm that is not taken must not be evaluated beforehand; the number makes it volatile.
    number = "pg_catalog.pg_current_xact_id()::pg_catalog.text"
    guard = (
        f"select case when {number} operator(pg_catalog.=) '{transaction}' then 0 "
        f"else pg_catalog.concat('{_ESCAPED}', {number})::int end;"
    )
    # A file that writes the version table itself knows what it does.
    if runner.table.table in script.text:
        row = version_row(runner.table, step.to_version)
    else:
        row = next_version_row(runner.table, step.from_version, step.to_version)
    held = held_text(runner.connection, runner.table)
    unwaited = "" if runner.waits_for_disk(last=last) else _UNWAITED
    return f"{runner.reset_session()} {guard} {row} {runner.history_row(step, seconds)} {unwaited} {held} commit"


def _unknown(runner: Runner, step: Step, error: psycopg.OperationalError) -> GuardianError:
    """Return what to say of a COMMIT that was sent, and to which no answer came."""
    target = runner.table.target
    failure = translate(error, target)
    if not isinstance(failure, Unreachable):
        return failure
    return Unreachable(
        f"the connection to {target} was lost while {step.file.name} was being committed, so whether "
        f"{step.file.name} was applied is not known; it is in place as a whole or not at all, so run the command "
        "again: it asks the server, and goes on from there"
    )


def _overtaken(runner: Runner, step: Step, error: str) -> VersionChanged:
    found = error.partition(ANOTHER_VERSION)[2].partition(";")[0]
    target = runner.table.target
    return VersionChanged(
        f"somebody wrote {'no version' if found == 'none' else f'version {found}'} to {target} while {step.file.name} "
        f"ran; {step.file.name} was rolled back; see guardian history {target}, and run the command again"
    )


def _escaped(runner: Runner, step: Step) -> EscapedTransaction:
    dirty = version_row(runner.table, step.to_version, dirty=True)
    send(runner.connection, "rollback")
    send(runner.connection, f"begin; {runner.reset_session()} {dirty} commit")
    return EscapedTransaction(step.file.name, target=runner.table.target, version=step.to_version)


def _failure(runner: Runner, step: Step, script: Script, error: StatementError, *, before: str | None) -> GuardianError:
    """Return the error of the file; `before` is what was sent in front of it, None where the error came after it."""
    target, script = runner.table.target, script.whole()
    executed = script.executed
    skipped = None if before is None else error.done - before.count(";")
    failed = executed[skipped] if skipped is not None and 0 <= skipped < len(executed) else None
    timeout = runner.timeout(error.fault, script.text)
    why, remedy = (f"{timeout}; ", _MORE_TIME) if timeout else ("", _MEND)
    return file_failure(
        step,
        script,
        error,
        target=target,
        failed=failed,
        after=f"{why}the file was rolled back, {target} is as it was before; {remedy}",
    )


def _clean_up(runner: Runner, step: Step, seconds: float, failure: GuardianError) -> None:
    """Leave the transaction, and note the failure where the connection still works."""
    row = runner.history_row(step, seconds, error=str(failure))
    try:
        send(runner.connection, "rollback")
        send(runner.connection, f"begin; {runner.reset_session()} {row} commit")
    except (StatementError, psycopg.Error):
        runner.connection.close()
