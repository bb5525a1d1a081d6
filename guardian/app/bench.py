"""A scratch database to try migrations on: up, down, and a look at what they made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from guardian.config import Config
from guardian.drift.severity import Severity, severity_of
from guardian.errors import SqlFailed
from guardian.migrate.event import ignore
from guardian.migrate.migration import Direction, Migration
from guardian.migrate.plan import MissingFile, Plan, Step
from guardian.migrate.record import Operator
from guardian.pg.apply import Runner, apply_plan, check_files
from guardian.pg.connect import Connection
from guardian.pg.scratch import create_role_stubs, fetch_schemas, scratch_database
from guardian.pg.snapshot import fetch_snapshot
from guardian.pg.version_table import (
    VersionTable,
    create_version_table,
    fetch_state,
    find_version_table,
    record_version,
)
from guardian.report.diff import change_lines
from guardian.schema.diff import diff
from guardian.schema.model import Snapshot
from guardian.sqltext.role import find_created_roles, find_named_roles

NEWEST = 999999  # a server version above all bundled ones: the newest is taken
_NOBODY = Operator(os_user="guardian", host="scratch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where scratch databases are made: `server_url` None for the embedded PostgreSQL."""

    server_url: str | None
    server_version: int = NEWEST
    table: str = "schema_migrations"
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    connection: Connection
    table: VersionTable
    runner: Runner

    def run(self, migration: Migration, direction: Direction, *, to_version: int | None) -> None:
        """Run one file. Raises MissingFile, NotText, Refused, SqlFailed."""
        file = migration.file(direction)
        if file is None:
            raise MissingFile(migration, direction)
        before = fetch_state(self.connection, self.table).version
        step = Step(migration=migration, direction=direction, file=file, from_version=before, to_version=to_version)
        plan = Plan(target=self.table.target, from_version=before, steps=(step,))
        check_files(plan)
        apply_plan(self.runner, plan)

    def up(self, migrations: Iterable[Migration]) -> None:
        """Run the up files in order. Raises as `run`."""
        for migration in migrations:
            self.run(migration, Direction.UP, to_version=migration.version)

    def mark(self, version: int) -> None:
        """Write the version, where a down file took nothing back."""
        with self.connection.transaction():
            record_version(self.connection, self.table, version)

    def snapshot(self) -> Snapshot:
        """Return what is there now, in every schema."""
        schemas = fetch_schemas(self.connection)
        return fetch_snapshot(self.connection, schemas=schemas, version_table=(self.table.schema, self.table.table))


@contextmanager
def open_bench(place: Place, migrations: Sequence[Migration]) -> Iterator[Bench]:
    """Open an empty scratch database, with the roles that the migrations name and do not make. Raises Unreachable."""
    with scratch_database(server_url=place.server_url, server_version=place.server_version) as connection:
        if place.server_url is None:
            create_role_stubs(connection, _stubs(place, migrations))
        table = find_version_table(connection, target="the scratch database", table=place.table)
        create_version_table(connection, table)
        runner = Runner(
            connection=connection, table=table, operator=_NOBODY, listener=ignore, history=False, scratch=True
        )
        yield Bench(connection=connection, table=table, runner=runner)


def scratch_url(config: Config) -> str | None:
    return config.scratch.url.reveal() if config.scratch.url else None


def _stubs(place: Place, migrations: Sequence[Migration]) -> list[str]:
    texts = [file.text for migration in migrations for file in (migration.up, migration.down) if file is not None]
    named = frozenset(place.roles).union(*map(find_named_roles, texts))
    return sorted(named - frozenset[str]().union(*map(find_created_roles, texts)))


def difference(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Return the lines of what differs, without what no statement could take back, such as a column's place."""
    changes = [change for change in diff(before, after) if severity_of(change) is not Severity.INFO]
    return tuple(line for change in changes for line in change_lines(change))


def server_said(fault: SqlFailed) -> str:
    """Return the sentence without what became of the file: that is a matter of the scratch database."""
    return re.split(r"; (?=the file was rolled back|what ran before)", str(fault), maxsplit=1)[0]
