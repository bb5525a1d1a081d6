"""The migrators' advisory lock, shared with golang-migrate.

Polled with `pg_try_advisory_lock`, never waited for: a waiting backend holds a snapshot, and a CREATE INDEX
CONCURRENTLY of the lock's holder would deadlock with it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

from guardian import clock
from guardian.errors import Refused
from guardian.migrate.event import Listener, LockWaited
from guardian.migrate.lock_id import migration_lock_ids
from guardian.pg.connect import Connection
from guardian.pg.version_table import VersionTable

LOCK_TIMEOUT = 15.0  # seconds, golang-migrate's default
_FIRST_PAUSE, _LONGEST_PAUSE = 0.025, 2.0  # seconds

_HOLDER = """
select a.pid, coalesce(nullif(a.application_name, ''), 'unknown program'), coalesce(a.usename, 'unknown role')
from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a using (pid)
where l.locktype = 'advisory' and l.classid = 0 and l.objsubid = 1 and l.granted
  and l.objid::bigint = any(%s) and l.pid <> pg_backend_pid()
  and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
order by 1 limit 1
"""


class LockHeld(Refused):
    """another migrator is at work."""


@contextmanager
def migration_lock(
    connection: Connection, where: VersionTable, *, listener: Listener, timeout: float = LOCK_TIMEOUT
) -> Iterator[None]:
    """Hold both of golang-migrate's locks. Raises LockHeld, naming the holder, after `timeout` seconds."""
    ids = lock_ids(connection, where)
    start, pause = clock.monotonic(), _FIRST_PAUSE
    while not _try_lock(connection, ids):
        waited = clock.monotonic() - start
        if waited >= timeout:
            raise LockHeld(_held_message(connection, ids, where.target, waited))
        listener(LockWaited(target=where.target, seconds=waited))
        clock.sleep(random.uniform(_FIRST_PAUSE, pause))  # noqa: S311 - jitter, no secret
        pause = min(pause * 2, _LONGEST_PAUSE)
    try:
        yield
    finally:
        if not connection.closed:
            for lock_id in ids:
                connection.execute("select pg_advisory_unlock(%s)", [lock_id])


def lock_ids(connection: Connection, where: VersionTable) -> tuple[int, int]:
    database = connection.info.dbname
    return migration_lock_ids(database=database, schema=where.schema, table=where.table)


def fetch_lock_holder(connection: Connection, where: VersionTable) -> str | None:
    """Return who migrates this target right now, for people; None where nobody does."""
    return _fetch_holder(connection, lock_ids(connection, where))


def _fetch_holder(connection: Connection, ids: tuple[int, int]) -> str | None:
    row = connection.execute(_HOLDER, [list(ids)]).fetchone()
    return f"{row[1]} (role {row[2]}, pid {row[0]})" if row else None


def _held_message(connection: Connection, ids: tuple[int, int], target: str, waited: float) -> str:
    holder = _fetch_holder(connection, ids) or "another migrator"
    return f"{target} is being migrated by {holder}; waited {waited:.0f} s, run the command again when it is done"


def _try_lock(connection: Connection, ids: tuple[int, int]) -> bool:
    taken: list[int] = []
    for lock_id in ids:
        row = connection.execute("select pg_try_advisory_lock(%s)", [lock_id]).fetchone()
        if not row or not row[0]:
            for held in taken:
                connection.execute("select pg_advisory_unlock(%s)", [held])
            return False
        taken.append(lock_id)
    return True
