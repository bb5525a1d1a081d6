"""A schema, printed by another server: what the server prints of an expression depends on how it came there.

`check (s in ('a', 'b'))` on a varchar column is printed otherwise after one dump and restore, and then stays so; and
majors print views in different ways. So where two printed texts differ, both schemas are restored side by side, and
what is printed there is compared. pg_dump and psql carry all kinds of objects.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from guardian.errors import GuardianError
from guardian.pg.client import client_arguments
from guardian.pg.connect import Connection
from guardian.pg.embedded.binaries import nearest_major, tool
from guardian.pg.scratch import create_role_stubs, fetch_roles, scratch_database, sibling_database
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.model import Snapshot

Database = tuple[Connection, tuple[str, str]]  # and the schema and name of its version table

_LOCK_WAIT = "10s"  # as a backup: never queue for long behind somebody's DDL


class NotReprinted(GuardianError):
    """the schema could not be dumped, so texts that differ could not be compared by one server."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the schema could not be dumped to compare what servers print: {reason}")


def reprint_both(
    old: Database, new: Database, *, schemas: Sequence[str], server_url: str | None
) -> tuple[Snapshot, Snapshot]:
    """Return both schemas as one server prints them, the newer of the two majors. Raises NotReprinted.

    What cannot be restored there, such as an extension that it lacks, is missing in the snapshots.
    """
    newest = max(connection.info.server_version for connection, _ in (old, new))
    with scratch_database(server_url=server_url, server_version=newest) as first, sibling_database(first) as second:
        for (source, _), place in ((old, first), (new, second)):
            if server_url is None:
                create_role_stubs(place, fetch_roles(source))
            _restore(source, place)
        return (
            fetch_snapshot(first, schemas=schemas, version_table=old[1]),
            fetch_snapshot(second, schemas=schemas, version_table=new[1]),
        )


def _restore(source: Connection, place: Connection) -> None:
    """Restore statement by statement; pg_restore leaves out a whole table where its column's compression fails."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "schema.sql"
        with client_arguments(source) as (dbname, environment):
            command: list[str | Path] = [
                tool("pg_dump", nearest_major(source.info.server_version)), "--schema-only", "--no-owner",
                "--no-privileges", "--no-publications", "--no-subscriptions", f"--lock-wait-timeout={_LOCK_WAIT}",
                "--no-password", "--file", script, "--dbname", dbname,
            ]  # fmt: skip
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", check=False, env=environment
            )
            if done.returncode != 0:
                raise NotReprinted(" ".join(done.stderr.split()))
        with client_arguments(place) as (dbname, environment):
            command = [tool("psql"), "--no-psqlrc", "--quiet", "--no-password", "--file", script, "--dbname", dbname]
            # What fails to be restored stays a difference: its exit code says nothing that the snapshot does not.
            # The dump begins with \restrict, so no name with a line break in it becomes a command of psql's.
            subprocess.run(command, capture_output=True, check=False, env=environment)
