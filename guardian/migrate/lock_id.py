"""golang-migrate's advisory lock ids.

`GenerateAdvisoryLockId` of its database/util.go: the CRC-32 (IEEE) of the additional names and then the database
name, joined by NUL, times a salt, modulo 2**32.
"""

from __future__ import annotations

import zlib

_SALT = 1486364155


def advisory_lock_id(database: str, *names: str) -> int:
    """Return the id for pg_advisory_lock: 0 to 2**32 - 1."""
    text = "\0".join([*names, database])
    return zlib.crc32(text.encode()) * _SALT % 2**32


def migration_lock_ids(*, database: str, schema: str, table: str) -> tuple[int, int]:
    """Return both ids that golang-migrate uses for one version table.

    Its command line tool takes the database name from the URL's path, with the slash; programs that hand it a
    connection use the bare name. The two do not exclude each other, so guardian takes both.
    """
    return advisory_lock_id(f"/{database}", schema, table), advisory_lock_id(database, schema, table)
