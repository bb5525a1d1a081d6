"""Compare a target with what its migrations make."""

from __future__ import annotations

from guardian.app.expected import ExpectedSchemas
from guardian.app.session import Session, open_target
from guardian.config import Config, Target
from guardian.drift.check import DriftReport
from guardian.drift.finding import judge
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import UnknownVersion
from guardian.migrate.state import DirtyDatabase
from guardian.pg.migration_lock import fetch_lock_holder
from guardian.pg.scratch import fetch_roles
from guardian.pg.snapshot import fetch_snapshot


def check_drift(config: Config, target: Target, files: MigrationSet, expected: ExpectedSchemas) -> DriftReport:
    """Return what differs. Raises DirtyDatabase, UnknownVersion, CannotReplay, Unreachable: never "no drift" then."""
    with open_target(target) as session:
        holder = fetch_lock_holder(session.connection, session.table)
        if holder is not None:
            return DriftReport(target=target.name, version=session.state().version, migrating=holder)
        return compare(config, session, files, expected)


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
    return DriftReport(
        target=target.name,
        version=state.version,
        pending=tuple(migration.name for migration in files.after(state.version)),
        findings=judge(target.name, wanted, live, config.drift.ignore),
    )
