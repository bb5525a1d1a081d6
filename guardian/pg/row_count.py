"""How many rows tables really hold: counted, not estimated."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from guardian import names
from guardian.pg.connect import Connection

_TABLES = """
select n.nspname, c.relname
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
where c.relkind operator(pg_catalog.=) any (array['r', 'p']::pg_catalog."char"[]) and not c.relispartition
  and n.nspname operator(pg_catalog.=) any (%(schemas)s::pg_catalog.name[])
  and (n.nspname, c.relname) operator(pg_catalog.<>) (%(skip_schema)s, %(skip_table)s)
order by 1, 2
"""


def count_rows(connection: Connection, schemas: Sequence[str], *, skip: tuple[str, str]) -> dict[str, int]:
    """Return qualified table name to number of rows, by one sequential scan each. Raises SqlFailed."""
    parameters = {"schemas": list(schemas), "skip_schema": skip[0], "skip_table": skip[1]}
    counts: dict[str, int] = {}
    for schema, table in connection.execute(_TABLES, parameters).fetchall():
        query = sql.SQL("select pg_catalog.count(*) from {}").format(sql.Identifier(str(schema), str(table)))
        row = connection.execute(query).fetchone()
        counts[names.qualified(str(schema), str(table))] = int(str(row[0])) if row else 0
    return counts
