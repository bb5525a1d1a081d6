"""Reading a database's schema: one query per kind, all in one read-only transaction and one round trip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import errors
from psycopg.pq import TransactionStatus

from guardian import clock
from guardian.errors import GuardianError, SqlFailed, Unreachable
from guardian.pg import sql
from guardian.pg.rights import refuse_unknown_server
from guardian.pg.rows import ATTACHING, Address, Attached, Edge, Located, locate
from guardian.pg.sight import Answers, ask
from guardian.schema.model import MODELS, Dependency, Key, Role, Snapshot
from guardian.schema.roles import named_roles

OWN_SCHEMA = "guardian"

# Another session changes the schema while it is read: what to wait, in seconds, before it is read again.
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)

# What the server's functions say of an object that was dropped after the snapshot of the transaction was taken: "cache
# lookup failed", "could not open relation with OID". A damaged catalog says the same, every time.
_MOVED = (errors.InternalError_, errors.UndefinedTable, errors.UndefinedObject)


class _Moving(GuardianError):
    """the schema was changed by another session each time that it was read; try again when no migration runs."""


def fetch_snapshot(
    connection: psycopg.Connection[Any],
    *,
    schemas: Sequence[str],
    version_table: tuple[str, str] = ("public", "schema_migrations"),
) -> Snapshot:
    """Return the schema as it is at one moment, without extension members and guardian's own objects.

    `version_table` is (schema, table) of the table that is left out. What the role may not read is in the snapshot's
    `unseen`. Raises Unreachable or SqlFailed, and GuardianError for a server that guardian does not know, or whose
    schema is changed again and again while it is read.
    """
    if connection.info.transaction_status is not TransactionStatus.IDLE:
        raise GuardianError("the snapshot needs a connection with no transaction open; commit or roll back first")
    refuse_unknown_server(connection.info.server_version)
    try:
        return _while_it_holds_still(connection, schemas, version_table)
    except psycopg.OperationalError as error:
        raise Unreachable(f"the schema could not be read: {error}; check that the server is up") from error
    except psycopg.Error as error:
        raise SqlFailed(f"the schema could not be read: {error}", sqlstate=error.sqlstate) from error


def _while_it_holds_still(
    connection: psycopg.Connection[Any], schemas: Sequence[str], version_table: tuple[str, str]
) -> Snapshot:
    for pause in (*PAUSES, None):
        try:
            return _fetch(connection, schemas, version_table)
        except (_Moving, *_MOVED):
            if pause is None:
                raise
            clock.sleep(pause)
    raise AssertionError  # the last pause is None


def _fetch(connection: psycopg.Connection[Any], schemas: Sequence[str], version_table: tuple[str, str]) -> Snapshot:
    """Read once. Raises _Moving where another session changed the schema meanwhile."""
    parameters = _parameters(schemas, version_table)
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read read only")
        moment = _moment(connection)
        answers = ask(connection, parameters)
        before = _mark(connection, parameters)
        found = _snapshot(connection, answers, parameters)
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read read only")
        # Where no transaction at all ended meanwhile, none has changed the schema.
        if _moment(connection) != moment and _mark(connection, parameters) != before:
            raise _Moving
    return found


def read_snapshot(
    connection: psycopg.Connection[Any],
    *,
    schemas: Sequence[str],
    version_table: tuple[str, str] = ("public", "schema_migrations"),
) -> Snapshot:
    """Return the schema as the transaction that is open sees it. Its settings are pinned from then on."""
    parameters = _parameters(schemas, version_table)
    return _snapshot(connection, ask(connection, parameters), parameters)


def _parameters(schemas: Sequence[str], version_table: tuple[str, str]) -> dict[str, Any]:
    managed = sorted({name for name in schemas if _is_managed(name)})
    return {"schemas": managed, "version_schema": version_table[0], "version_table": version_table[1]}


def _is_managed(schema: str) -> bool:
    return schema not in {OWN_SCHEMA, "information_schema"} and not schema.startswith("pg_")


def _moment(connection: psycopg.Connection[Any]) -> str:
    """Return which transactions the open one sees the work of."""
    row = connection.execute("select pg_catalog.pg_current_snapshot()::text").fetchone()
    return str(row[0]) if row else ""


def _mark(connection: psycopg.Connection[Any], parameters: Mapping[str, Any]) -> list[Any] | None:
    """Return a value that changes with the schema; None where the role may not read it, and the word of it is lost."""
    try:
        with connection.transaction():
            return connection.execute(sql.load("mark", major=_major(connection)), parameters).fetchall()
    except errors.InsufficientPrivilege:
        return None


def _major(connection: psycopg.Connection[Any]) -> int:
    return connection.info.server_version // 10000


def _snapshot(connection: psycopg.Connection[Any], answers: Answers, parameters: Mapping[str, Any]) -> Snapshot:
    attached = Attached.of(
        **{name: answers.rows(name) for name in ATTACHING},
        connections=answers.connections,
    )
    located = [item for kind in MODELS for item in locate(kind, answers.columns(kind), answers.rows(kind), attached)]
    named = named_roles(item.found for item in located)
    kept = [item for item in located if not isinstance(item.found, Role) or item.found.role in named]
    return Snapshot.of(
        [item.found for item in kept],
        server_version=connection.info.server_version,
        schemas=tuple(parameters["schemas"]),
        dependencies=_dependencies(kept, [Edge(*row) for row in answers.rows("dependency")]),
        unseen=answers.unseen,
    )


def _dependencies(found: Iterable[Located], edges: Iterable[Edge]) -> set[Dependency]:
    """Return the edges between what was found; edges from or to anything else are passed over."""
    keys: dict[Address, Key] = {address: item.found.key for item in found for address in item.addresses}
    dependencies = set()
    for edge in edges:
        dependent = _key(keys, Address(edge.catalog, edge.oid, edge.number))
        on = _key(keys, Address(edge.on_catalog, edge.on_oid, edge.on_number))
        if dependent is not None and on is not None and dependent != on:
            dependencies.add(Dependency(dependent, on))
    return dependencies


def _key(keys: dict[Address, Key], address: Address) -> Key | None:
    """Return the object at the address; for a column that is no object of its own, as a view's, what it is part of."""
    return keys.get(address) or keys.get(address._replace(number=0))
