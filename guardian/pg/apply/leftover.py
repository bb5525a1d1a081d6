"""Dropping an invalid index that a failed or cut-off build has left, and nothing else."""

from __future__ import annotations

from guardian import clock
from guardian.migrate.event import InvalidIndexDropped
from guardian.migrate.plan import Step
from guardian.names import quote_literal
from guardian.pg.apply.catalog import InvalidIndex, fetch_invalid
from guardian.pg.apply.failure import FileFailedError
from guardian.pg.apply.runner import Runner
from guardian.pg.migration_lock import lock_lent
from guardian.pg.simple_query import StatementError, send

# Short, as whoever takes the table's lock meanwhile may build anew what is to be dropped; tried again, as it also has
# to wait for older transactions, which may take long.
_SHORT = "2s"
_PATIENCE = 4 * 3600.0  # seconds
_LOCK_NOT_AVAILABLE = "55P03"


def drop_invalid(runner: Runner, step: Step, index: InvalidIndex) -> None:
    """Drop it, unless it is gone or valid by now. Raises FileFailedError where it is being built."""
    connection = runner.connection
    (((timeout,),),) = send(connection, "select pg_catalog.current_setting('lock_timeout')")
    deadline = clock.monotonic() + _PATIENCE
    send(connection, f"set lock_timeout = '{_SHORT}'")
    try:
        while not _dropped(runner, step, index, last=clock.monotonic() > deadline):
            pass
    finally:
        if not connection.closed:
            send(connection, f"select pg_catalog.set_config('lock_timeout', {quote_literal(timeout or '0')}, false)")


def _dropped(runner: Runner, step: Step, index: InvalidIndex, *, last: bool) -> bool:
    now = fetch_invalid(runner.connection, index)
    if now is None:
        return True
    if now.builder is not None:
        raise FileFailedError(f"{step.file.name}: {now.name} is being built by pid {now.builder}; wait for it")
    try:
        with lock_lent(runner.connection, runner.table):
            send(runner.connection, f"drop index concurrently if exists {now.name}")
    except StatementError as error:
        if error.fault.sqlstate != _LOCK_NOT_AVAILABLE or last:
            raise
        return False
    runner.listener(InvalidIndexDropped(target=runner.table.target, index=now.name))
    return True
