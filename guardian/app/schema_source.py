"""Where a schema comes from: a target, a postgres:// URL, a snapshot file, or `migrations[@V]`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from guardian.adapters.migrations_dir import read_migration_files
from guardian.app.expected import replay
from guardian.app.load import find_target
from guardian.app.session import open_target
from guardian.config import Config
from guardian.errors import ConfigError, GuardianError, UsageError
from guardian.migrate.migration_set import MigrationSet
from guardian.pg.connect import Connection, connect
from guardian.pg.scratch import create_role_stubs, scratch_database
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.codec import parse_snapshot
from guardian.schema.model import Schema, Snapshot
from guardian.sqltext.role import find_created_roles, find_named_roles

_MIGRATIONS = re.compile(r"migrations(?:@(\d+))?\Z")
_NEWEST = 999999  # a server version above all bundled ones: the newest is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A schema, and the database that it was read from as long as that is open; a file has none.

    `replayed` is what migrations make in a scratch database, which has other roles and settings than a real one.
    """

    snapshot: Snapshot
    connection: Connection | None = None
    version_table: tuple[str, str] = ("public", "schema_migrations")
    replayed: bool = False


def load_schema(source: str, *, schemas: Sequence[str], config: Callable[[], Config]) -> Snapshot:
    """Return the snapshot of the source; see open_schema."""
    with open_schema(source, schemas=schemas, config=config) as opened:
        return opened.snapshot


@contextmanager
def open_schema(source: str, *, schemas: Sequence[str], config: Callable[[], Config]) -> Iterator[Source]:
    """Open the source. `config` is only called for a target's name, or to find the migrations.

    `schemas` are those to look at, empty for the target's own, or public. Raises GuardianError for what cannot be read.
    """
    wanted = tuple(schemas) or ("public",)
    match = _MIGRATIONS.match(source)
    if source.startswith(("postgres://", "postgresql://")):
        with connect(source, target="the database") as connection:
            yield Source(snapshot=fetch_snapshot(connection, schemas=wanted), connection=connection)
    elif match:
        with _migrations(config, match[1], wanted) as opened:
            yield opened
    elif Path(source).is_file():
        yield Source(snapshot=_from_file(Path(source)))
    elif Path(source).suffix == ".json":
        raise UsageError(f"there is no file {source}")
    else:
        with _target(config(), source, schemas) as opened:
            yield opened


def refuse_unknown_schemas(schemas: Sequence[str], *snapshots: Snapshot) -> None:
    """Raise UsageError for an asked-for schema that no snapshot has: two nothings would be called equal."""
    known = {found.schema for snapshot in snapshots for found in snapshot.objects if isinstance(found, Schema)}
    for name in schemas:
        if name not in known:
            raise UsageError(f'there is no schema "{name}" there; schemas there: {", ".join(sorted(known)) or "none"}')


@contextmanager
def _target(config: Config, name: str, schemas: Sequence[str]) -> Iterator[Source]:
    target = find_target(config, name)
    with open_target(target) as session:
        where = (session.table.schema, session.table.table)
        snapshot = fetch_snapshot(session.connection, schemas=tuple(schemas) or target.schemas, version_table=where)
        yield Source(snapshot=snapshot, connection=session.connection, version_table=where)


def _from_file(file: Path) -> Snapshot:
    try:
        return parse_snapshot(file.read_text(encoding="utf-8"))
    except OSError as fault:
        raise UsageError(f"cannot read {file}: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is no snapshot: it is not UTF-8 text") from None


@contextmanager
def _migrations(config: Callable[[], Config], version: str | None, schemas: Sequence[str]) -> Iterator[Source]:
    directory, scratch = _migrations_place(config)
    files = MigrationSet.from_files(read_migration_files(directory))
    wanted = int(version) if version else files.last_version
    if version and files.get(int(version)) is None:
        raise UsageError(f"there is no migration with version {int(version)} in {directory}")
    migrations = files.upto(wanted)
    with scratch_database(server_url=scratch, server_version=_NEWEST) as connection:
        if scratch is None:
            texts = [migration.up.text for migration in migrations if migration.up is not None]
            made = frozenset[str]().union(*map(find_created_roles, texts))
            create_role_stubs(connection, sorted(frozenset[str]().union(*map(find_named_roles, texts)) - made))
        snapshot = replay(connection, migrations, schemas=schemas, table="schema_migrations")
        yield Source(snapshot=snapshot, connection=connection, replayed=True)


def _migrations_place(config: Callable[[], Config]) -> tuple[Path, str | None]:
    try:
        found = config()
    except ConfigError as fault:
        if Path("migrations").is_dir() and fault.file is None:
            return Path("migrations"), None
        raise
    if not found.migrations_dir.is_dir():
        raise GuardianError(f"there is no directory {found.migrations_dir}; set migrations in {found.file}")
    return found.migrations_dir, found.scratch.url.reveal() if found.scratch.url else None
