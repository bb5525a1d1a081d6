"""Reading a database's schema: one query per kind, all in one read-only transaction and one round trip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from guardian.errors import GuardianError, SqlFailed, Unreachable
from guardian.pg import sql
from guardian.pg.rows import ATTACHING, Address, Attached, Edge, Located, locate
from guardian.schema.model import MODELS, Dependency, Key, Snapshot

OWN_SCHEMA = "guardian"


def fetch_snapshot(
    connection: psycopg.Connection[Any],
    *,
    schemas: Sequence[str],
    version_table: tuple[str, str] = ("public", "schema_migrations"),
) -> Snapshot:
    """Return the schema as it is at this moment, without extension members and guardian's own objects.

    `version_table` is (schema, table) of the table that is left out. Raises Unreachable or SqlFailed.
    """
    if connection.info.transaction_status is not TransactionStatus.IDLE:
        raise GuardianError("the snapshot needs a connection with no transaction open; commit or roll back first")
    try:
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read read only")
            return read_snapshot(connection, schemas=schemas, version_table=version_table)
    except psycopg.OperationalError as error:
        raise Unreachable(f"the schema could not be read: {error}; check that the server is up") from error
    except psycopg.Error as error:
        raise SqlFailed(f"the schema could not be read: {error}", sqlstate=error.sqlstate) from error


def read_snapshot(
    connection: psycopg.Connection[Any],
    *,
    schemas: Sequence[str],
    version_table: tuple[str, str] = ("public", "schema_migrations"),
) -> Snapshot:
    """Return the schema as the transaction that is open sees it. Its settings are pinned from then on."""
    managed = sorted({name for name in schemas if _is_managed(name)})
    parameters = {"schemas": managed, "version_schema": version_table[0], "version_table": version_table[1]}
    found, edges = _read(connection, parameters)
    return Snapshot.of(
        [item.found for item in found],
        server_version=connection.info.server_version,
        schemas=tuple(managed),
        dependencies=_dependencies(found, edges),
    )


def _is_managed(schema: str) -> bool:
    return schema not in {OWN_SCHEMA, "information_schema"} and not schema.startswith("pg_")


def _read(connection: psycopg.Connection[Any], parameters: dict[str, Any]) -> tuple[list[Located], list[Edge]]:
    """Ask all questions at once, in one round trip."""
    major = connection.info.server_version // 10000
    with connection.pipeline() as pipeline:
        connection.execute(sql.load("session", major=major))
        common = {name: connection.execute(sql.load(name, major=major)) for name in ATTACHING}
        kinds = {kind: connection.execute(sql.load(kind, major=major), parameters) for kind in MODELS}
        edges = connection.execute(sql.load("dependency", major=major))
        pipeline.sync()
        attached = Attached.of(**common)
        found = [item for kind, cursor in kinds.items() for item in locate(kind, _columns(cursor), cursor, attached)]
        return found, [Edge(*row) for row in edges]


def _columns(cursor: psycopg.Cursor[Any]) -> tuple[str, ...]:
    return tuple(column.name for column in cursor.description or ())


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
