"""Where every target stands against the migrations directory."""

from __future__ import annotations

from guardian.adapters.migrations_dir import read_damaged_lock
from guardian.app.session import Session, open_target
from guardian.config import Config, Target
from guardian.errors import GuardianError
from guardian.migrate.late import Coverage, find_late, find_missing, read_history
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.record import Outcome
from guardian.migrate.squash import squashed_versions
from guardian.migrate.standing import Standing
from guardian.migrate.status import EditedFile, TargetStatus, find_edited
from guardian.pg.history import fetch_texts


def fetch_status(config: Config, files: MigrationSet) -> tuple[TargetStatus, ...]:
    """Return one status per target; a target that cannot be read has a problem, and the others go on."""
    squashed = squashed_versions(read_damaged_lock(config.migrations_dir).lines)
    return tuple(_status(target, files, squashed) for target in config.targets)


def _status(target: Target, files: MigrationSet, squashed: frozenset[int]) -> TargetStatus:
    try:
        with open_target(target) as session:
            standing = session.standing()
            coverage = read_history(standing.history, standing.state)
            edited = _edited(session, files, coverage, squashed)
    except GuardianError as fault:
        return TargetStatus(name=target.name, role=target.role, problem=str(fault))
    return _judged(target, files, standing, coverage, edited)


def _judged(
    target: Target, files: MigrationSet, standing: Standing, coverage: Coverage, edited: tuple[EditedFile, ...]
) -> TargetStatus:
    state = standing.state
    done = [record for record in standing.history if record.outcome is Outcome.DONE]
    return TargetStatus(
        name=target.name,
        role=target.role,
        state=state,
        pending=tuple(migration.name for migration in files.after(state.version)),
        unknown_version=state.version is not None and files.get(state.version) is None,
        last_run=done[-1] if done else None,
        edited=edited,
        missing=tuple(f"{r.version} {r.title or ''}".strip() for r in find_missing(files, coverage)),
        late=tuple(m.name for m in find_late(files, state, coverage)) if standing.history else (),
        unfinished=standing.unfinished,
    )


def _edited(
    session: Session, files: MigrationSet, coverage: Coverage, squashed: frozenset[int]
) -> tuple[EditedFile, ...]:
    """Return the files that are otherwise than when they ran; their texts are asked for only where there are any.

    A baseline that a squash made never ran where the files it replaces did.
    """
    ran = [m for m in files if m.version in coverage.applied and m.version not in squashed]
    suspects = [m for m in ran if find_edited(m, coverage.applied[m.version], None)]
    if not suspects:
        return ()
    texts = fetch_texts(session.connection, session.table, [m.version for m in suspects])
    return tuple(f for m in suspects for f in find_edited(m, coverage.applied[m.version], texts.get(m.version)))
