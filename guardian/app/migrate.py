"""up, down, goto and force of one target."""

from __future__ import annotations

from collections.abc import Callable

from guardian.app.session import Session, open_target, ready, target_lock
from guardian.config import Target
from guardian.errors import Refused, UsageError
from guardian.migrate.event import Listener
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import Plan, plan_down, plan_goto, plan_up
from guardian.migrate.record import Action, Operator
from guardian.migrate.state import VersionState
from guardian.pg.apply import apply_plan, check_files
from guardian.pg.history import record_history
from guardian.pg.version_table import record_version

Planner = Callable[[VersionState], Plan]


def migrate_up(
    target: Target, files: MigrationSet, *, limit: int | None, operator: Operator, listener: Listener
) -> Plan:
    """Apply what is pending on a target that is not protected; return what was run."""
    if target.protected:
        raise Refused(f"{target.name} is protected; run guardian promote {target.name}")
    return _run(target, lambda state: plan_up(files, state, target=target.name, limit=limit), operator, listener)


def migrate_down(
    target: Target, files: MigrationSet, *, limit: int | None, operator: Operator, listener: Listener
) -> Plan:
    """Undo the last `limit` migrations, all for None. The caller has asked for consent on a protected target."""
    return _run(target, lambda state: plan_down(files, state, target=target.name, limit=limit), operator, listener)


def migrate_goto(target: Target, files: MigrationSet, *, version: int, operator: Operator, listener: Listener) -> Plan:
    """Go to the version, forward or back. The caller has asked for consent on a protected target."""

    def plan(state: VersionState) -> Plan:
        planned = plan_goto(files, state, target=target.name, version=version)
        if target.protected and planned.steps and (state.version is None or version > state.version):
            raise Refused(f"{target.name} is protected and goes forward only by guardian promote {target.name}")
        return planned

    return _run(target, plan, operator, listener)


def _run(target: Target, planner: Planner, operator: Operator, listener: Listener) -> Plan:
    with open_target(target, promoting=target.protected) as session:
        state = session.state()
        # A dirty row may be that of a golang-migrate at work: only under the lock does it mean a run that was cut off.
        plan = None if state.dirty else planner(state)
        if plan is not None and not plan.steps:
            return plan
        with target_lock(session, listener):
            # Planned again under the lock: somebody else may have migrated while this one waited for it.
            plan = planner(session.state())
            check_files(plan)
            apply_plan(ready(session, operator=operator, listener=listener), plan)
            return plan


def force_version(target: Target, version: int | None, *, operator: Operator, listener: Listener) -> VersionState:
    """Write the version and clear dirty, running nothing; return what was there before. None is no version."""
    if version is not None and version < 0:
        raise UsageError(f"a version is 0 or more, or -1 for none, not {version}")
    with (
        open_target(target, promoting=target.protected) as session,
        target_lock(session, listener),
    ):
        before = session.state()
        runner = ready(session, operator=operator, listener=listener)
        with session.connection.transaction():
            record_version(session.connection, session.table, version)
            if runner.history:
                record_history(
                    session.connection,
                    action=Action.FORCE,
                    version=version,
                    migration=None,
                    operator=operator,
                    seconds=0,
                )
        return before


def fetch_version(target: Target) -> VersionState:
    """Return what the target's version table says; takes no lock."""
    with open_target(target) as session:
        return session.state()


def preview_up(session: Session, files: MigrationSet, limit: int | None = None) -> Plan:
    """Return what `up` or `promote` would run now."""
    return plan_up(files, session.state(), target=session.target.name, limit=limit)
