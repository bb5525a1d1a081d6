"""Compare a target with what its migrations make."""

from __future__ import annotations

from collections.abc import Callable

from guardian.adapters.migrations_dir import read_damaged_lock
from guardian.app.compare import settle
from guardian.app.expected import ExpectedSchemas, replayed
from guardian.app.ignore_rules import current_rules
from guardian.app.schema_source import Source
from guardian.app.session import Session, open_target
from guardian.config import Config, Target
from guardian.drift.check import DriftReport
from guardian.drift.finding import judge
from guardian.errors import ConfigError, Refused
from guardian.migrate.lock_file import LockFile
from guardian.migrate.migration_set import MigrationSet, checksums
from guardian.migrate.plan import UnknownVersion
from guardian.migrate.state import DirtyDatabase
from guardian.pg.migration_lock import fetch_lock_holder
from guardian.pg.scratch import fetch_roles
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.diff import Change, undecided
from guardian.schema.model import Schema, Snapshot


class PromotedFileChanged(Refused):
    """a promoted migration file is not as it was promoted, so what it makes is not what a target should look like."""

    def __init__(self, file: str, *, there: bool) -> None:
        what = "is not as it was promoted" if there else "was promoted and is gone"
        super().__init__(
            f"{file} {what}, so the schema it makes is not the truth, and nothing was compared; restore it from git"
        )


def check_drift(config: Config, target: Target, files: MigrationSet, expected: ExpectedSchemas) -> DriftReport:
    """Return what differs.

    Raises DirtyDatabase, UnknownVersion, PromotedFileChanged, CannotReplay, ConfigError, Unreachable: never "no drift"
    then.
    """
    with open_target(target) as session:
        holder = fetch_lock_holder(session.connection, session.table)
        if holder is not None:
            return DriftReport(target=target.name, version=session.state().version, migrating=holder)
        refuse_changed(read_damaged_lock(config.migrations_dir), files, session.state().version)
        report = compare(config, session, files, expected)
        # A migration that ran meanwhile would look like drift.
        holder = fetch_lock_holder(session.connection, session.table)
        if holder is None and session.state().version != report.version:
            holder = "somebody who has just finished"
        return report if holder is None else DriftReport(target=target.name, version=report.version, migrating=holder)


def refuse_changed(lock: LockFile, files: MigrationSet, version: int | None) -> None:
    """Raise PromotedFileChanged where a promoted file up to the version is not what the lock file says."""
    there = dict(checksums(files))
    for line in lock.promoted:
        applied = line.version is not None and version is not None and line.version <= version
        if applied and there.get(line.file) != line.checksum:
            raise PromotedFileChanged(line.file, there=line.file in there)


def compare(config: Config, session: Session, files: MigrationSet, expected: ExpectedSchemas) -> DriftReport:
    """Compare an open target, whoever holds the lock; raises as check_drift."""
    target, state = session.target, session.state()
    if state.dirty:
        raise DirtyDatabase(target.name, state.version)
    if state.version is not None and files.get(state.version) is None:
        raise UnknownVersion(target.name, state.version)
    where = (session.table.schema, session.table.table)
    live = fetch_snapshot(session.connection, schemas=target.schemas, version_table=where)
    wanted = expected.get(
        target,
        files,
        state.version,
        server_version=session.connection.info.server_version,
        roles=fetch_roles(session.connection),
    )
    _refuse_unknown_schema(config, target, files.after(state.version) != (), wanted, live)
    return DriftReport(
        target=target.name,
        version=state.version,
        pending=tuple(migration.name for migration in files.after(state.version)),
        findings=judge(
            target.name, wanted, live, current_rules(config), settle=_settle(config, session, files, wanted, live)
        ),
    )


def _settle(
    config: Config, session: Session, files: MigrationSet, wanted: Snapshot, live: Snapshot
) -> Callable[[tuple[Change, ...]], tuple[Change, ...]]:
    """Return what asks one server about texts that differ, with the migrations replayed once more."""
    where, url = (session.table.schema, session.table.table), config.scratch.url

    def settled(changes: tuple[Change, ...]) -> tuple[Change, ...]:
        if not undecided(changes):
            return changes
        migrations = files.upto(session.state().version)
        roles, version = fetch_roles(session.connection), session.connection.info.server_version
        with replayed(config, session.target, migrations, server_version=version, roles=roles) as (_, scratch):
            return settle(
                changes,
                Source(snapshot=wanted, connection=scratch, version_table=where),
                Source(snapshot=live, connection=session.connection, version_table=where),
                server_url=url.reveal() if url else None,
            )

    return settled


def _refuse_unknown_schema(config: Config, target: Target, pending: bool, *snapshots: Snapshot) -> None:  # noqa: FBT001
    """Raise ConfigError for a schema that is nowhere: nothing would ever differ in it.

    With migrations pending it may be theirs to make.
    """
    known = {found.schema for snapshot in snapshots for found in snapshot.objects if isinstance(found, Schema)}
    missing = [name for name in target.schemas if name not in known]
    if missing and not pending:
        raise ConfigError(
            f'schema "{missing[0]}" is neither on {target.name} nor made by the migrations; correct its name',
            file=str(config.file),
            section=f"targets.{target.name}",
            key="schemas",
        )
