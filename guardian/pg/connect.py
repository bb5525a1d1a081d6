"""Connections to targets, and the server's errors as guardian's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from guardian.errors import SqlFailed, Unreachable
from guardian.pg.url import parse_url

Connection = psycopg.Connection[tuple[object, ...]]

CONNECT_TIMEOUT = 10  # seconds; a daemon must not hang on a host that drops packets


@contextmanager
def connect(url: str, *, target: str, application: str = "guardian") -> Iterator[Connection]:
    """Open a connection in autocommit mode, closed at the end.

    Raises ConfigError for a URL that cannot be read, Unreachable where nobody answers or the log-in is refused,
    and turns what psycopg raises inside the block into SqlFailed or Unreachable. The URL is in no message.
    """
    parameters = parse_url(url, target=target).parameters
    with sql_errors(target):
        connection = _open(parameters, target, application)
        try:
            yield connection
        finally:
            connection.close()


def describe(url: str) -> str:
    """Return where the URL leads, for people: `postgres at 127.0.0.1:5432`, never a password."""
    parameters = parse_url(url, target="the database").parameters
    host = parameters.get("host") or parameters.get("hostaddr") or "the local socket"
    return f"{parameters.get('dbname') or 'the default database'} at {host}:{parameters.get('port') or 5432}"


@contextmanager
def sql_errors(target: str) -> Iterator[None]:
    """Turn psycopg's errors into SqlFailed, or Unreachable where the connection is gone."""
    try:
        yield
    except psycopg.Error as fault:
        raise translate(fault, target) from fault


def translate(fault: psycopg.Error, target: str) -> SqlFailed | Unreachable:
    if fault.sqlstate is None and isinstance(fault, psycopg.OperationalError):
        return Unreachable(f"the connection to {target} was lost: {_one_line(str(fault))}; run the command again")
    position = fault.diag.statement_position
    return SqlFailed(
        f"{target}: {server_message(fault)}",
        sqlstate=fault.sqlstate,
        statement_position=int(position) if position else None,
    )


def server_message(fault: psycopg.Error) -> str:
    """Return the server's words: message, DETAIL and HINT in one line, with the SQLSTATE."""
    diagnosis = fault.diag
    parts = [diagnosis.message_primary or _one_line(str(fault))]
    if diagnosis.message_detail:
        parts.append(f"detail: {_one_line(diagnosis.message_detail)}")
    if diagnosis.message_hint:
        parts.append(f"hint: {_one_line(diagnosis.message_hint)}")
    if fault.sqlstate:
        parts.append(f"SQLSTATE {fault.sqlstate}")
    return "; ".join(parts)


def _open(parameters: Mapping[str, str], target: str, application: str) -> Connection:
    # Migration files are UTF-8, and so is whatever guardian itself sends, whatever PGCLIENTENCODING or the URL says: at
    # log-in, so that RESET ALL comes back to it.
    always = {"client_encoding": "UTF8"}
    options = {"connect_timeout": CONNECT_TIMEOUT, "fallback_application_name": application, **parameters, **always}
    try:
        return psycopg.connect(autocommit=True, prepare_threshold=None, **options)  # type: ignore[arg-type]
    except psycopg.OperationalError as fault:
        raise Unreachable(f"cannot connect to {target}: {_one_line(str(fault))}; {_remedy(str(fault))}") from None


def _remedy(message: str) -> str:
    if "password" in message or "authentication" in message:
        return "check user and password of its URL"
    if "does not exist" in message:
        return "check database and user of its URL"
    if "Connection refused" in message or "No such file" in message or "timeout" in message:
        return "check that the server runs, and host and port of its URL"
    return "check its URL and that the server runs"


def _one_line(text: str) -> str:
    return " ".join(text.removeprefix("connection failed: ").split())
