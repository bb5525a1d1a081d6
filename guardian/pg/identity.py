"""Which database this is, whatever its host is called."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.pg.connect import Connection

_QUERY = """
select system_identifier, (
  select oid from pg_catalog.pg_database where datname operator(pg_catalog.=) pg_catalog.current_database()
)::bigint
from pg_catalog.pg_control_system()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The cluster's own number, which its replicas share, and the database's in it."""

    cluster: int
    database: int


def fetch_identity(connection: Connection) -> Identity:
    """Return the identity. Raises psycopg.Error where the role may not ask."""
    row = connection.execute(_QUERY).fetchone()
    assert row is not None  # noqa: S101 - a function that always returns a row
    return Identity(cluster=int(str(row[0])), database=int(str(row[1])))
