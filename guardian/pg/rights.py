"""What the connected role may do on a target, asked of the server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from guardian.errors import Refused
from guardian.pg.connect import Connection
from guardian.pg.version_table import VersionTable

OLDEST_SERVER = 140000  # PostgreSQL 14
NEWEST_SERVER = 180000  # the newest major that the catalog queries were tried on

_QUERY = """
select session_user::pg_catalog.text as role,
  pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') as creates_schemas,
  pg_catalog.has_schema_privilege(%(schema)s, 'CREATE') as creates_tables,
  pg_catalog.to_regclass(%(table)s) is null
    or pg_catalog.has_table_privilege(pg_catalog.to_regclass(%(table)s), 'SELECT') as reads_version,
  pg_catalog.to_regclass(%(table)s) is null
    or (pg_catalog.has_table_privilege(pg_catalog.to_regclass(%(table)s), 'INSERT')
    and pg_catalog.has_table_privilege(pg_catalog.to_regclass(%(table)s), 'DELETE')) as writes_version,
  pg_catalog.clock_timestamp() as server_time
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    role: str
    creates_schemas: bool
    creates_tables: bool
    reads_version: bool
    writes_version: bool
    server_time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What the server said. `server_version` as libpq gives it: 180004 is 18.4."""

    row: _Row
    server_version: int

    @property
    def server_time(self) -> datetime:
        return self.row.server_time

    @property
    def reads_version(self) -> bool:
        return self.row.reads_version

    def checks(self, *, needs_writing: bool) -> Iterator[tuple[str, bool, str, str]]:
        """Yield (name, well, finding, remedy). A protected target needs only to be read until it is promoted."""
        role = self.row.role
        yield self._server()
        if not self.row.reads_version:
            yield "version table", False, f"{role} may not read it", f"grant select on it to {role}"
        if not needs_writing:
            return
        writes = self.row.writes_version and self.row.creates_tables
        remedy = f"grant create on the schema, and insert and delete on the version table, to {role}"
        yield "migrating", writes, f"{role} {'may' if writes else 'may not'} create tables", "" if writes else remedy
        keeps = self.row.creates_schemas
        remedy = f"grant create on the database to {role}; without it no history is kept"
        yield "history", keeps, f"{role} {'may' if keeps else 'may not'} make schema guardian", "" if keeps else remedy

    def _server(self) -> tuple[str, bool, str, str]:
        major = self.server_version // 10000
        if self.server_version < OLDEST_SERVER:
            return "version", False, f"PostgreSQL {major} is older than 14", "upgrade the server"
        if major > NEWEST_SERVER // 10000:
            return "version", False, f"PostgreSQL {major} is newer than this guardian knows", "update guardian"
        return "version", True, f"PostgreSQL {major} is supported", ""


def refuse_unknown_server(server_version: int) -> None:
    """Raise Refused for a server whose catalogs guardian does not know.

    A newer one may have kinds and attributes that it would pass over, and call two schemas equal that are not.
    """
    known = f"{OLDEST_SERVER // 10000} to {NEWEST_SERVER // 10000}"
    major = server_version // 10000
    if server_version < OLDEST_SERVER:
        raise Refused(f"PostgreSQL {major} is older than guardian knows ({known}); upgrade the server")
    if major > NEWEST_SERVER // 10000:
        raise Refused(f"PostgreSQL {major} is newer than this guardian knows ({known}); update guardian")


def fetch_rights(connection: Connection, table: VersionTable) -> Rights:
    """Return the rights. Raises SqlFailed where even that may not be asked."""
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        row = cursor.execute(_QUERY, {"schema": table.schema, "table": table.name}).fetchone()
    assert row is not None  # noqa: S101 - a query without FROM has one row
    return Rights(row=row, server_version=connection.info.server_version)
