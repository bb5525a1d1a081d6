"""up, down, goto and force of one target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from guardian.app.session import Session, open_target, prepare, ready, target_lock
from guardian.config import Target
from guardian.errors import GuardianError, Refused, UsageError
from guardian.migrate.event import Listener
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import Plan, plan_down, plan_goto, plan_up
from guardian.migrate.record import Action, Operator
from guardian.migrate.standing import Standing
from guardian.migrate.state import VersionState
from guardian.pg.apply import apply_plan, check_files
from guardian.pg.history import record_history
from guardian.pg.progress import forget_progress
from guardian.pg.version_table import record_version

Planner = Callable[[Standing], Plan]
Stopped = Callable[[], bool]


def never() -> bool:
    """Go on to the end, whatever happens."""
    return False


def migrate_up(
    target: Target,
    files: MigrationSet,
    *,
    limit: int | None,
    operator: Operator,
    listener: Listener,
    stopped: Stopped = never,
) -> Plan:
    """Apply what is pending on a target that is not protected; return what was run.

    `stopped` is asked between files; where it says so, what is left is not run and Stopped is raised.
    """
    if target.protected:
        raise Refused(f"{target.name} is protected; run guardian promote {target.name}")

    def plan(standing: Standing) -> Plan:
        return _plan_up(target, files, standing, limit)

    return _run(target, plan, operator, listener, stopped)


def migrate_down(
    target: Target,
    files: MigrationSet,
    *,
    limit: int | None,
    operator: Operator,
    listener: Listener,
    stopped: Stopped = never,
) -> Plan:
    """Undo the last `limit` migrations, all for None. The caller has asked for consent on a protected target."""

    def plan(standing: Standing) -> Plan:
        return plan_down(
            files,
            standing.state,
            target=target.name,
            limit=limit,
            history=standing.history,
            unfinished=standing.unfinished,
        )

    return _run(target, plan, operator, listener, stopped)


def migrate_goto(
    target: Target,
    files: MigrationSet,
    *,
    version: int,
    operator: Operator,
    listener: Listener,
    stopped: Stopped = never,
) -> Plan:
    """Go to the version, forward or back. The caller has asked for consent on a protected target."""

    def plan(standing: Standing) -> Plan:
        planned = plan_goto(
            files,
            standing.state,
            target=target.name,
            version=version,
            history=standing.history,
            unfinished=standing.unfinished,
        )
        before = planned.from_version
        if target.protected and planned.steps and (before is None or version > before):
            raise Refused(f"{target.name} is protected and goes forward only by guardian promote {target.name}")
        return planned

    return _run(target, plan, operator, listener, stopped)


def _run(target: Target, planner: Planner, operator: Operator, listener: Listener, stopped: Stopped) -> Plan:
    with open_target(target, promoting=target.protected) as session:
        plan = _first_plan(session, planner)
        if plan is not None:
            if not plan.steps:
                return plan
            check_files(plan)
        with target_lock(session, listener, stopped=stopped):
            if plan is None:
                planner(session.standing())  # dirty even now, so nothing is made ready
            # Planned again under the lock: somebody else may have migrated while this one waited for it.
            runner, standing = prepare(session, operator=operator, listener=listener)
            plan = planner(standing)
            check_files(plan)
            # A protected target waits for the disk at each file: it is fast enough there, and safest.
            apply_plan(replace(runner, stopped=stopped, grouped=not target.protected), plan)
            return plan


def _first_plan(session: Session, planner: Planner) -> Plan | None:
    """Return the plan as it seems without the lock.

    None for a dirty target: golang-migrate, which holds the lock, may be in the middle of a file.
    """
    standing = session.standing()
    try:
        return planner(standing)
    except GuardianError:
        if standing.state.dirty:
            return None
        raise


def _plan_up(target: Target, files: MigrationSet, standing: Standing, limit: int | None) -> Plan:
    return plan_up(
        files,
        standing.state,
        target=target.name,
        limit=limit,
        history=standing.history,
        unfinished=standing.unfinished,
    )


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
                    from_version=before.version,
                    to_version=version,
                    where=session.table,
                )
                session.connection.execute(forget_progress(session.table).encode())
        return before


def fetch_version(target: Target) -> VersionState:
    """Return what the target's version table says; takes no lock."""
    with open_target(target) as session:
        return session.state()


def preview_up(session: Session, files: MigrationSet, limit: int | None = None) -> Plan:
    """Return what `up` or `promote` would run now."""
    return _plan_up(session.target, files, session.standing(), limit)
