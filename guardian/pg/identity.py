"""Which database this is, whatever its host is called."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.pg.connect import Connection

_QUERY = """
select oid::bigint, extract(epoch from pg_catalog.pg_postmaster_start_time())::pg_catalog.text
from pg_catalog.pg_database where datname operator(pg_catalog.=) pg_catalog.current_database()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The database in its server, and the microsecond in which that server was started.

    Not the system identifier, which a DEV that was restored from a physical copy of PROD shares with it.
    """

    database: int
    started: str


def fetch_identity(connection: Connection) -> Identity:
    """Return the identity, which any role may ask for."""
    row = connection.execute(_QUERY).fetchone()
    assert row is not None  # noqa: S101 - the database that is connected to is there
    return Identity(database=int(str(row[0])), started=str(row[1]))
