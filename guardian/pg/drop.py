"""Dropping every table of the current schema, which is what golang-migrate's `drop` does."""

from __future__ import annotations

from psycopg import sql

from guardian.pg.connect import Connection

# information_schema's BASE TABLE: ordinary and partitioned tables, as far as the role has any right to them.
_TABLES = """
select table_name from information_schema.tables
where table_schema operator(pg_catalog.=) pg_catalog.current_schema()
  and table_type operator(pg_catalog.=) 'BASE TABLE' order by 1
"""


def fetch_tables(connection: Connection) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in connection.execute(_TABLES).fetchall())


def fetch_filled(connection: Connection, schema: str, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Return those that hold at least one row, locked in the caller's transaction against rows to come.

    Raises SqlFailed, also where a policy would hide rows from this role: then nobody knows.
    """
    filled = []
    connection.execute("set local row_security = off")
    for table in tables:
        connection.execute(sql.SQL("lock table {} in access exclusive mode").format(sql.Identifier(schema, table)))
        query = sql.SQL("select exists (select 1 from {})").format(sql.Identifier(schema, table))
        row = connection.execute(query).fetchone()
        if row and row[0]:
            filled.append(table)
    return tuple(filled)


def drop_tables(connection: Connection, schema: str, tables: tuple[str, ...]) -> None:
    """Drop them with what depends on them, inside the caller's transaction."""
    for table in tables:
        # A table may be gone with its parent, of which it was a partition.
        connection.execute(sql.SQL("drop table if exists {} cascade").format(sql.Identifier(schema, table)))
