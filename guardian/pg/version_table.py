"""golang-migrate's version table: `schema_migrations(version bigint primary key, dirty boolean)`, one row."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql

from guardian import names
from guardian.errors import Refused
from guardian.migrate.state import VersionState
from guardian.pg.connect import Connection
from guardian.pg.moved import refuse_moved

_CREATE = sql.SQL("create table if not exists {} (version bigint not null primary key, dirty boolean not null)")
# Nothing here is looked up by the search_path: operators and types would be, as functions and tables.
_FIND = """
select pg_catalog.current_schema(), array(
  select n.nspname
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
  where c.relname operator(pg_catalog.=) %(table)s::pg_catalog.name
    and c.relkind operator(pg_catalog.=) any (array['r', 'p', 'v', 'f']::pg_catalog."char"[])
    and not pg_catalog.starts_with(n.nspname::pg_catalog.text, 'pg_')
)
"""
_READ = sql.SQL("select version, dirty from {} limit 2")
_CLEAR = sql.SQL("delete from {}")
_INSERT = sql.SQL("insert into {} (version, dirty) values ({}, {})")


class ForeignVersionTable(Refused):
    """the version table belongs to another migration tool."""

    def __init__(self, target: str, table: str) -> None:
        super().__init__(
            f"{target} has a table {table} that is not golang-migrate's (version bigint, dirty boolean), perhaps "
            f"dbmate's or Rails'; give guardian another one: version_table in [targets.{target}]"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTable:
    """Where the version is kept: in `current_schema`, the first of the search_path, unless another is configured."""

    target: str
    schema: str
    table: str
    current_schema: str

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.table)

    @property
    def name(self) -> str:
        return names.qualified(self.schema, self.table)


def find_version_table(connection: Connection, *, target: str, table: str, schema: str | None = None) -> VersionTable:
    """Return where the table is or would be made.

    Raises Refused where the search_path names no schema, MovedVersionTable where the table is in another one.
    """
    row = connection.execute(_FIND, {"table": table}).fetchone()
    current, there = row or (None, None)
    if not isinstance(current, str):
        raise Refused(f"{target}: the search_path names no schema that exists; create the schema, or set search_path")
    schemas = tuple(str(name) for name in there) if isinstance(there, list) else ()
    if schema is None and schemas and current not in schemas:
        refuse_moved(connection, target=target, table=table, schema=current, elsewhere=schemas)
    return VersionTable(target=target, schema=schema or current, table=table, current_schema=current)


def fetch_state(connection: Connection, where: VersionTable) -> VersionState:
    """Return what the table says; an absent or empty one is no version. Raises ForeignVersionTable, Refused."""
    try:
        rows = connection.execute(_READ.format(where.identifier)).fetchall()
    except psycopg.errors.UndefinedTable:
        return VersionState()
    except psycopg.errors.UndefinedColumn:
        raise ForeignVersionTable(where.target, where.name) from None
    if len(rows) > 1:
        raise Refused(f"{where.target}: {where.name} has more than one row; only one may be there, remove the others")
    if not rows:
        return VersionState()
    version, dirty = rows[0]
    if not isinstance(version, int) or not isinstance(dirty, bool):
        raise ForeignVersionTable(where.target, where.name)
    return VersionState(version=None if version < 0 else version, dirty=dirty)


def create_version_table(connection: Connection, where: VersionTable) -> None:
    """Create the table where it is not there yet; a role without CREATE can go on when it is."""
    row = connection.execute("select pg_catalog.to_regclass(%s) is null", [where.name]).fetchone()
    if row and row[0]:
        connection.execute(_CREATE.format(where.identifier))


def record_version(connection: Connection, where: VersionTable, version: int | None, *, dirty: bool = False) -> None:
    """Write the row, inside the caller's transaction.

    DELETE where golang-migrate truncates: TRUNCATE needs a right of its own, and an exclusive lock.
    """
    connection.execute(_CLEAR.format(where.identifier))
    if version is not None or dirty:
        # No parameters, for whose sake a % in the table's name would be read as a place for one.
        row = (sql.Literal(-1 if version is None else version), sql.Literal(dirty))
        connection.execute(_INSERT.format(where.identifier, *row))
