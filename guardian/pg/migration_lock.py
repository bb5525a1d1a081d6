"""The migrators' advisory locks: golang-migrate's two, and one that guardians have among themselves.

Polled with `pg_try_advisory_lock`, never waited for: a waiting backend holds a snapshot, and a CREATE INDEX
CONCURRENTLY of the lock's holder would deadlock with it. golang-migrate does wait, so its two locks are lent out
while guardian builds an index: the version row is dirty then, and it refuses to do anything.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from guardian import clock
from guardian.errors import Refused
from guardian.migrate.event import Listener, LockWaited
from guardian.migrate.lock_id import advisory_lock_id, migration_lock_ids
from guardian.pg.connect import Connection
from guardian.pg.pooler import refuse_transaction_pooler
from guardian.pg.simple_query import Row, send
from guardian.pg.version_table import VersionTable

LOCK_TIMEOUT = 15.0  # seconds, golang-migrate's default
_FIRST_PAUSE, _LONGEST_PAUSE = 0.025, 2.0  # seconds
_RETAKEN_WITHIN = 60.0  # seconds; golang-migrate looks at the dirty row and goes

_HOLDER = """
select a.pid,
  case when a.application_name operator(pg_catalog.<>) '' then a.application_name else 'unknown program' end,
  coalesce(a.usename, 'unknown role')
from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid operator(pg_catalog.=) l.pid
where l.locktype operator(pg_catalog.=) 'advisory' and l.classid operator(pg_catalog.=) 0
  and l.objsubid operator(pg_catalog.=) 1 and l.granted
  and l.objid::bigint operator(pg_catalog.=) any (%s::bigint[])
  and l.pid operator(pg_catalog.<>) pg_catalog.pg_backend_pid()
  and l.database operator(pg_catalog.=) (
    select oid from pg_catalog.pg_database where datname operator(pg_catalog.=) pg_catalog.current_database()
  )
order by 1 limit 1
"""
_LENT = """
select id from pg_catalog.pg_locks l, pg_catalog.unnest(%s::bigint[]) id
where l.locktype operator(pg_catalog.=) 'advisory' and l.classid operator(pg_catalog.=) 0
  and l.objsubid operator(pg_catalog.=) 1 and l.granted
  and l.objid::bigint operator(pg_catalog.=) id
  and l.pid operator(pg_catalog.=) pg_catalog.pg_backend_pid() and pg_catalog.pg_advisory_unlock(id)
"""
# Counts each lock once, however often it was taken.
_HELD = """
select pg_catalog.count(*) from pg_catalog.pg_locks l
where l.locktype operator(pg_catalog.=) 'advisory' and l.classid operator(pg_catalog.=) 0
  and l.objsubid operator(pg_catalog.=) 1 and l.granted
  and l.objid::bigint operator(pg_catalog.=) any (array[{ids}]::bigint[])
  and l.pid operator(pg_catalog.=) pg_catalog.pg_backend_pid();
"""


class LockHeld(Refused):
    """another migrator is at work."""


class VersionChanged(Refused):
    """somebody else wrote the version while guardian was in the middle of a file."""


def _never() -> bool:
    return False


@contextmanager
def migration_lock(
    connection: Connection,
    where: VersionTable,
    *,
    listener: Listener,
    timeout: float = LOCK_TIMEOUT,
    stopped: Callable[[], bool] = _never,
) -> Iterator[None]:
    """Hold all three locks. Raises LockHeld, naming the holder, after `timeout` seconds or when asked to stop.

    Raises Refused behind a transaction pooler, before any lock is taken.
    """
    ids = lock_ids(connection, where)
    _acquire(connection, where, ids, listener=listener, timeout=timeout, stopped=stopped)
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute(
                "select pg_catalog.pg_advisory_unlock(id) from pg_catalog.unnest(%s::bigint[]) id", [list(ids)]
            )


@contextmanager
def lock_lent(connection: Connection, where: VersionTable) -> Iterator[None]:
    """Let golang-migrate have its locks, where this session holds them, and take them again at the end.

    Raises LockHeld where they are not to be had again, VersionChanged where the version row is another than before.
    """
    before = _version_rows(connection, where)
    theirs = lock_ids(connection, where)[1:]
    lent = tuple(int(str(row[0])) for row in connection.execute(_LENT, [list(theirs)]).fetchall())
    try:
        yield
    finally:
        if lent and not connection.closed:
            _acquire(connection, where, lent, listener=lambda _: None, timeout=_RETAKEN_WITHIN, stopped=_never)
    if _version_rows(connection, where) != before:
        raise VersionChanged(
            f"somebody wrote another version to {where.target} while an index was being built; "
            f"see guardian history {where.target}, and run the command again"
        )


def held_text(connection: Connection, where: VersionTable) -> str:
    """Return the query that counts the locks this session holds; `keep_lock` takes what it returned."""
    return _HELD.format(ids=", ".join(str(lock_id) for lock_id in lock_ids(connection, where)))


def keep_lock(connection: Connection, where: VersionTable, held: list[Row], *, listener: Listener) -> None:
    """Take the locks again where a file gave them away, by pg_advisory_unlock_all() or DISCARD ALL.

    Raises LockHeld, and VersionChanged where the version row is another than before.
    """
    ids = lock_ids(connection, where)
    if held == [(str(len(ids)),)]:
        return
    before = _version_rows(connection, where)
    connection.execute("select pg_catalog.pg_advisory_unlock(id) from pg_catalog.unnest(%s::bigint[]) id", [list(ids)])
    _acquire(connection, where, ids, listener=listener, timeout=_RETAKEN_WITHIN, stopped=_never)
    if _version_rows(connection, where) != before:
        raise VersionChanged(
            f"a file gave the migrators' lock of {where.target} away, and somebody wrote another version meanwhile; "
            f"see guardian history {where.target}, and run the command again"
        )


def lock_ids(connection: Connection, where: VersionTable) -> tuple[int, int, int]:
    """Return guardian's own id and golang-migrate's two."""
    database = connection.info.dbname
    ours = advisory_lock_id(database, "guardian", where.schema, where.table)
    return ours, *migration_lock_ids(database=database, schema=where.schema, table=where.table)


def fetch_lock_holder(connection: Connection, where: VersionTable) -> str | None:
    """Return who migrates this target right now, for people; None where nobody does."""
    return _fetch_holder(connection, lock_ids(connection, where))


def _acquire(
    connection: Connection,
    where: VersionTable,
    ids: tuple[int, ...],
    *,
    listener: Listener,
    timeout: float,
    stopped: Callable[[], bool],
) -> None:
    backend = connection.info.backend_pid
    start, pause = clock.monotonic(), _FIRST_PAUSE
    while True:
        direct, taken = _try_locks(connection, backend, ids)
        if taken:
            return
        if not direct:
            # Somebody stands between us and the server. The locks are this session's only if the session is.
            backend = refuse_transaction_pooler(connection, target=where.target)
            continue
        waited = clock.monotonic() - start
        if waited >= timeout or stopped():
            raise LockHeld(_held_message(connection, ids, where.target, waited))
        listener(LockWaited(target=where.target, seconds=waited))
        clock.sleep(random.uniform(_FIRST_PAUSE, pause))  # noqa: S311 - jitter, no secret
        pause = min(pause * 2, _LONGEST_PAUSE)


def _version_rows(connection: Connection, where: VersionTable) -> list[Row]:
    """Return the version table's rows, whatever role the running file has taken on."""
    ourselves = "set local session authorization default; set local role none"
    query = f"begin; {ourselves}; select version, dirty from {where.name}; commit"  # noqa: S608 - a quoted name
    return send(connection, query)[3]


def _fetch_holder(connection: Connection, ids: tuple[int, ...]) -> str | None:
    row = connection.execute(_HOLDER, [list(ids)]).fetchone()
    return f"{row[1]} (role {row[2]}, pid {row[0]})" if row else None


def _held_message(connection: Connection, ids: tuple[int, ...], target: str, waited: float) -> str:
    holder = _fetch_holder(connection, ids) or "another migrator"
    return f"{target} is being migrated by {holder}; waited {waited:.0f} s, run the command again when it is done"


def _try_locks(connection: Connection, backend: int, ids: tuple[int, ...]) -> tuple[bool, bool]:
    """Return whether this is the backend that was meant, and whether all locks are held now; else none is."""
    row = connection.execute(_try_text(backend, ids).encode()).fetchone()
    assert row is not None  # noqa: S101 - the query has exactly one row
    return bool(row[0]), bool(row[1])


def _try_text(backend: int, ids: tuple[int, ...]) -> str:
    """Return one statement that takes the locks one after another, and gives back what it took where one is missing.

    MATERIALIZED, so that each step is evaluated once and in this order.
    """
    count = len(ids)
    direct = f"pg_catalog.pg_backend_pid() operator(pg_catalog.=) {backend}"
    steps = [f"with l0 as materialized (select {direct} as direct, true as got0)"]
    steps += [_try_step(number, lock_id) for number, lock_id in enumerate(ids, 1)]
    given_back = "".join(
        f", case when got{number} and not got{count} then pg_catalog.pg_advisory_unlock(id{number}::bigint) end"
        for number in range(1, count)
    )
    return f"{', '.join(steps)} select direct, got{count}{given_back} from l{count}"  # noqa: S608 - numbers


def _try_step(number: int, lock_id: int) -> str:
    before = number - 1
    taken = f"case when direct and got{before} then pg_catalog.pg_try_advisory_lock({lock_id}::bigint) else false end"
    return f"l{number} as materialized (select *, {lock_id} as id{number}, {taken} as got{number} from l{before})"  # noqa: S608
