"""Transaction poolers: PgBouncer and friends, which hand the server's session to somebody else between transactions.

There a session lock would be taken on one backend and be missing, or left behind, on another. libpq is told the
backend's pid when it logs in; a pooler invents one. Where the two differ, a second connection tells whether the first
one's backend is really its own: a session pooler keeps it back, a transaction pooler hands it out.
"""

from __future__ import annotations

import contextlib
import select

import psycopg

from guardian import clock
from guardian.errors import Refused
from guardian.pg.connect import Connection

_TRIES = 3
_SUPABASE_TRANSACTION_PORT = 6543
_ANSWERS_WITHIN = 3  # seconds; a session pooler with no backend left lets the second connection wait


class TransactionPooler(Refused):
    """a transaction pooler stands between guardian and the server."""

    def __init__(self, connection: Connection, target: str) -> None:
        if connection.info.port == _SUPABASE_TRANSACTION_PORT:
            remedy = "use port 5432 in its URL, Supabase's session mode, instead of 6543"
        else:
            remedy = "use the server's own host and port in its URL, or a port of the pooler in session mode"
        super().__init__(
            f"{target} is reached through a transaction pooler, where the migrators' lock cannot be held; {remedy}"
        )


def refuse_transaction_pooler(connection: Connection, *, target: str) -> int:
    """Return the pid of the connection's own backend. Raises TransactionPooler where it has none of its own."""
    pids = {_pid(connection) for _ in range(2)}
    for _ in range(_TRIES):
        borrowed = _borrowed(connection)
        pids.add(_pid(connection))
        if borrowed in pids or len(pids) > 1:
            raise TransactionPooler(connection, target)
    return pids.pop()


def _pid(connection: Connection) -> int:
    row = connection.execute("select pg_catalog.pg_backend_pid()").fetchone()
    return int(str(row[0])) if row else 0


def _borrowed(connection: Connection) -> int | None:
    """Return the backend that a second connection is given; None where it is given none in time."""
    info = connection.info
    try:
        second = psycopg.connect(
            info.dsn, password=info.password or None, autocommit=True, connect_timeout=_ANSWERS_WITHIN
        )
    except psycopg.OperationalError:
        return None
    with contextlib.closing(second):
        return _answer(second)


def _answer(second: psycopg.Connection[tuple[object, ...]]) -> int | None:
    """Ask for the pid, without waiting longer than `_ANSWERS_WITHIN`: psycopg would wait for ever."""
    pgconn = second.pgconn
    pgconn.send_query(b"select pg_catalog.pg_backend_pid()")
    deadline = clock.monotonic() + _ANSWERS_WITHIN
    while pgconn.flush() or pgconn.is_busy():
        left = deadline - clock.monotonic()
        if left <= 0 or not select.select([pgconn.socket], [], [], left)[0]:
            return None
        pgconn.consume_input()
    result = pgconn.get_result()
    value = result.get_value(0, 0) if result and result.ntuples else None
    return int(value) if value else None
