"""Throw-away databases: on the embedded PostgreSQL, or created on a configured server and dropped again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from psycopg import conninfo, sql

from guardian.pg.connect import Connection, connect
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.embedded.binaries import nearest_major


@contextmanager
def scratch_database(*, server_url: str | None, server_version: int) -> Iterator[Connection]:
    """Open an empty database that is gone afterwards, on a server as near to `server_version` as can be had.

    `server_url` leads to a server whose role may create databases; None takes the embedded PostgreSQL.
    """
    if server_url is None:
        with (
            EmbeddedServer.start(major=nearest_major(server_version)) as server,
            connect(server.url(), target="the scratch database") as connection,
        ):
            yield connection
        return
    with (
        connect(server_url, target="the scratch server") as server_connection,
        sibling_database(server_connection) as connection,
    ):
        yield connection


@contextmanager
def sibling_database(beside: Connection) -> Iterator[Connection]:
    """Open an empty database on the server of the connection, whose role may create one; gone afterwards."""
    name = f"guardian_scratch_{secrets.token_hex(8)}"
    try:
        beside.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        with connect(_with_database(beside, name), target="the scratch database") as connection:
            yield connection
    finally:
        # Also where creating it was interrupted: the server may have been faster.
        beside.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _with_database(connection: Connection, name: str) -> str:
    # Not from the URL, which may hold parameters that are not libpq's.
    info = connection.info
    return conninfo.make_conninfo("", **{**info.get_parameters(), "password": info.password or None, "dbname": name})


def create_role_stubs(connection: Connection, roles: Sequence[str]) -> None:
    """Create the roles that are not there yet, without any right, so that policies and grants can name them.

    Roles belong to the whole server, so this is for the embedded server only; a configured one keeps its own.
    """
    rows = connection.execute("select rolname from pg_catalog.pg_roles").fetchall()
    there = {row[0] for row in rows}
    for role in roles:
        if role not in there:
            connection.execute(sql.SQL("create role {}").format(sql.Identifier(role)))


def fetch_schemas(connection: Connection) -> tuple[str, ...]:
    """Return the names of all schemas but the server's own and guardian's."""
    query = (
        "select nspname from pg_catalog.pg_namespace where nspname !~ '^pg_' "
        "and nspname not in ('information_schema', 'guardian') order by nspname"
    )
    return tuple(str(row[0]) for row in connection.execute(query).fetchall())


def fetch_roles(connection: Connection) -> tuple[str, ...]:
    """Return the names of all roles but the server's own."""
    ours = "not pg_catalog.starts_with(rolname::pg_catalog.text, 'pg_')"
    query = f"select rolname from pg_catalog.pg_roles where {ours} order by rolname"  # noqa: S608 - a constant
    return tuple(str(row[0]) for row in connection.execute(query).fetchall())
