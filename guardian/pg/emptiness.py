"""Whether a database holds anything of the team's own yet."""

from __future__ import annotations

from guardian.pg.connect import Connection
from guardian.pg.version_table import VersionTable

_QUERY = """
select not exists (
  select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
  where n.nspname operator(pg_catalog.=) any (%(schemas)s::pg_catalog.name[])
    and c.relkind operator(pg_catalog.=) any (array['r', 'p', 'v', 'm', 'f']::pg_catalog."char"[])
    and (n.nspname, c.relname) operator(pg_catalog.<>) (%(schema)s, %(table)s)
    and not exists (
      select from pg_catalog.pg_depend d
      where d.classid operator(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.objid operator(pg_catalog.=) c.oid
        and d.deptype operator(pg_catalog.=) 'e'
    )
)
"""


def is_empty(connection: Connection, table: VersionTable, schemas: tuple[str, ...]) -> bool:
    """Return whether the schemas hold no table or view, besides the version table and members of extensions."""
    parameters = {"schemas": list(schemas), "schema": table.schema, "table": table.table}
    row = connection.execute(_QUERY, parameters).fetchone()
    return bool(row and row[0])
