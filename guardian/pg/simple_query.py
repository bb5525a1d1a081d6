"""Several statements in one message of the simple query protocol: one round trip, and one result for each.

psycopg's cursor raises at an error and forgets how many statements went well before it; a migration's error message
has to know.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
from psycopg import generators
from psycopg.pq import ExecStatus

from guardian.pg.connect import Connection

_FAILED = {ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE, ExecStatus.NONFATAL_ERROR}
_COPY = {ExecStatus.COPY_IN, ExecStatus.COPY_OUT, ExecStatus.COPY_BOTH}

Row = tuple[str | None, ...]


class StatementError(Exception):
    """the server refused a statement; `done` statements before it went well.

    `start` is where in a file's text the text that was sent begins: negative where something was sent before it,
    None where what was sent is not the file's.
    """

    def __init__(self, fault: psycopg.Error, done: int, *, start: int | None = None) -> None:
        super().__init__(str(fault))
        self.fault, self.done, self.start = fault, done, start


def send(connection: Connection, text: str, *, start: int | None = None) -> list[list[Row]]:
    """Run the text and return the rows of each statement, values as text.

    Raises StatementError, and psycopg.OperationalError where the connection is lost. COPY from or to the client has
    no client here: the connection is closed, as nothing else ends it.
    """
    results = _execute(connection, text)
    for done, result in enumerate(results):
        if result.status in _COPY:
            connection.close()
            raise StatementError(
                psycopg.errors.FeatureNotSupported("COPY from or to the client has no client"), done, start=start
            )
        if result.status in _FAILED:
            encoding = connection.info.encoding
            raise StatementError(psycopg.errors.error_from_result(result, encoding=encoding), done, start=start)
    return [_rows(result, connection.info.encoding) for result in results]


def _execute(connection: Connection, text: str) -> Sequence[psycopg.pq.abc.PGresult]:
    with connection.lock:
        connection.pgconn.send_query(text.encode(connection.info.encoding))
        return connection.wait(generators.execute(connection.pgconn))


def _rows(result: psycopg.pq.abc.PGresult, encoding: str) -> list[Row]:
    def value(row: int, column: int) -> str | None:
        found = result.get_value(row, column)
        return None if found is None else found.decode(encoding)

    return [tuple(value(row, column) for column in range(result.nfields)) for row in range(result.ntuples)]
