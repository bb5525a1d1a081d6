"""Whether a database holds anything of the team's own yet."""

from __future__ import annotations

from guardian.pg.connect import Connection
from guardian.pg.version_table import VersionTable

_QUERY = """
select not exists (
  select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any(%(schemas)s) and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and (n.nspname, c.relname) <> (%(schema)s, %(table)s)
    and not exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
    )
)
"""


def is_empty(connection: Connection, table: VersionTable, schemas: tuple[str, ...]) -> bool:
    """Return whether the schemas hold no table or view, besides the version table and members of extensions."""
    parameters = {"schemas": list(schemas), "schema": table.schema, "table": table.table}
    row = connection.execute(_QUERY, parameters).fetchone()
    return bool(row and row[0])
