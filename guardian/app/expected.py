"""The expected schema: migrations 1..V replayed in a scratch database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from guardian.config import Config, Target
from guardian.errors import GuardianError, SqlFailed
from guardian.migrate.event import ignore
from guardian.migrate.migration import Migration
from guardian.migrate.migration_set import MigrationSet, checksums
from guardian.migrate.plan import plan_up
from guardian.migrate.record import Operator
from guardian.migrate.state import VersionState
from guardian.pg.apply import Runner, apply_plan, check_files
from guardian.pg.connect import Connection
from guardian.pg.scratch import create_role_stubs, scratch_database
from guardian.pg.snapshot import fetch_snapshot
from guardian.pg.version_table import create_version_table, find_version_table
from guardian.schema.model import Snapshot
from guardian.sqltext.role import find_created_roles

_NOBODY = Operator(os_user="guardian", host="scratch")


class CannotReplay(GuardianError):
    """the migrations cannot be replayed in a scratch database, so what the target should look like is not known."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the migrations cannot be replayed in a scratch database: {reason}; where it lacks an extension or a "
            "platform's schema, give guardian a server that has them: url in [scratch]"
        )


class ExpectedSchemas:
    """Replays on demand, and remembers each target's last: the same files give the same schema."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._known: dict[str, tuple[str, Snapshot]] = {}

    def get(
        self, target: Target, files: MigrationSet, version: int | None, *, server_version: int, roles: Sequence[str]
    ) -> Snapshot:
        """Return the schema that migrations up to `version` make. Raises CannotReplay, Unreachable.

        `roles` are the target's, which policies and grants in the files may name.
        """
        migrations = files.upto(version)
        key = _key(migrations, target.schemas, server_version, roles)
        known = self._known.get(target.name)
        if known is not None and known[0] == key:
            return known[1]
        with replayed(self._config, target, migrations, server_version=server_version, roles=roles) as (snapshot, _):
            self._known[target.name] = (key, snapshot)
            return snapshot


@contextmanager
def replayed(
    config: Config, target: Target, migrations: tuple[Migration, ...], *, server_version: int, roles: Sequence[str]
) -> Iterator[tuple[Snapshot, Connection]]:
    """Replay the migrations in a scratch database that stays for as long as the block. Raises CannotReplay."""
    server_url = config.scratch.url.reveal() if config.scratch.url else None
    with scratch_database(server_url=server_url, server_version=server_version) as connection:
        if server_url is None:
            create_role_stubs(connection, sorted(set(roles) - _roles_made(migrations)))
        yield replay(connection, migrations, schemas=target.schemas, table=target.version_table), connection


def _roles_made(migrations: tuple[Migration, ...]) -> frozenset[str]:
    # A target has the roles that its migrations made; in an empty server they are still to be made.
    return frozenset[str]().union(*(find_created_roles(m.up.text) for m in migrations if m.up is not None))


def replay(
    connection: Connection,
    migrations: tuple[Migration, ...],
    *,
    schemas: Sequence[str],
    table: str,
    after: int | None = None,
) -> Snapshot:
    """Run the up files in an empty database and return what they made. Raises CannotReplay.

    With `after` the database is one where the migrations up to that version were replayed already.
    """
    where = find_version_table(connection, target="the scratch database", table=table)
    create_version_table(connection, where)
    runner = Runner(connection=connection, table=where, operator=_NOBODY, listener=ignore, history=False, scratch=True)
    plan = plan_up(MigrationSet(migrations), VersionState(version=after), target=where.target)
    check_files(plan)
    try:
        apply_plan(runner, plan)
    except SqlFailed as fault:
        raise CannotReplay(str(fault)) from fault
    return fetch_snapshot(connection, schemas=schemas, version_table=(where.schema, where.table))


def _key(migrations: tuple[Migration, ...], schemas: Sequence[str], server_version: int, roles: Sequence[str]) -> str:
    parts = [checksums(migrations), list(schemas), server_version // 10000, sorted(roles)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
