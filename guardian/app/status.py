"""Where every target stands against the migrations directory."""

from __future__ import annotations

from guardian.app.session import open_target
from guardian.config import Config, Target
from guardian.errors import GuardianError
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.record import Outcome
from guardian.migrate.status import TargetStatus
from guardian.pg.history import fetch_history


def fetch_status(config: Config, files: MigrationSet) -> tuple[TargetStatus, ...]:
    """Return one status per target; a target that cannot be read has a problem, and the others go on."""
    return tuple(_status(target, files) for target in config.targets)


def _status(target: Target, files: MigrationSet) -> TargetStatus:
    try:
        with open_target(target) as session:
            state, history = session.state(), fetch_history(session.connection)
    except GuardianError as fault:
        return TargetStatus(name=target.name, role=target.role, problem=str(fault))
    done = [record for record in history if record.outcome is Outcome.DONE]
    return TargetStatus(
        name=target.name,
        role=target.role,
        state=state,
        pending=tuple(migration.name for migration in files.after(state.version)),
        unknown_version=state.version is not None and files.get(state.version) is None,
        last_run=done[-1] if done else None,
    )
