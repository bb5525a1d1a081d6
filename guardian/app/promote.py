"""Bring a protected target forward: gates, backup, apply, verify, record.

The migrators' lock is held from the gates to the verification, so that what was judged is what is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from guardian.adapters.migrations_dir import read_lock, write_lock
from guardian.app.drift_check import compare
from guardian.app.expected import ExpectedSchemas
from guardian.app.session import Session, open_target, ready
from guardian.config import Config, Role, Target
from guardian.drift.check import DriftReport
from guardian.drift.severity import Severity
from guardian.errors import GuardianError, Refused
from guardian.migrate.event import Listener
from guardian.migrate.gate import Gate, applied_on_dev_gate, no_dev_gate, version_table_gate
from guardian.migrate.lock_file import LockFile, mark_promoted, update
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import Plan, plan_up
from guardian.migrate.promotion import Promotion, PromotionOutcome
from guardian.migrate.record import Action, Operator
from guardian.migrate.unfinished import Unfinished
from guardian.pg.apply import apply_plan, check_files
from guardian.pg.backup import Backup, make_backup
from guardian.pg.history import fetch_history
from guardian.pg.migration_lock import migration_lock

# A statement that waits for a table's lock makes every later query wait behind it, so it gives up soon and tries again.
LOCK_TIMEOUT_MS = 2000

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoter:
    """What a promotion needs; `say` tells the person who runs it what is being done."""

    config: Config
    target: Target
    files: MigrationSet
    operator: Operator
    listener: Listener
    say: Say
    now: datetime


def promote(promoter: Promoter, *, limit: int | None = None, dry_run: bool = False) -> Promotion:
    """Promote pending migrations, all or `limit`. Raises GuardianError where it failed; a refusal is an outcome."""
    target = promoter.target
    if not target.protected:
        raise Refused(f"{target.name} is no production target; run guardian up {target.name}")
    with (
        open_target(target, promoting=True) as session,
        migration_lock(session.connection, session.table, listener=promoter.listener),
    ):
        return _promote(promoter, session, limit=limit, dry_run=dry_run)


def _promote(promoter: Promoter, session: Session, *, limit: int | None, dry_run: bool) -> Promotion:
    expected = ExpectedSchemas(promoter.config)
    standing = session.standing()
    plan = plan_up(
        promoter.files,
        standing.state,
        target=session.target.name,
        limit=limit,
        history=standing.history,
        unfinished=standing.unfinished,
    )
    if not plan.steps:
        return Promotion(target=plan.target, plan=plan, gates=(), outcome=PromotionOutcome.NOTHING)
    check_files(plan)
    promoter.say(f"checking the gates of {plan.target}")
    gates = (
        _gates(promoter, session, plan, expected)
        if standing.unfinished is None
        else _gates_of_resumption(promoter, plan, standing.unfinished)
    )
    promotion = Promotion(target=plan.target, plan=plan, gates=gates, outcome=PromotionOutcome.REFUSED)
    if not all(gate.passed for gate in gates):
        return promotion
    if dry_run:
        return replace(promotion, outcome=PromotionOutcome.DRY_RUN)
    backup = _back_up(promoter, session, plan)
    runner = ready(session, operator=promoter.operator, listener=promoter.listener)
    apply_plan(replace(runner, action=Action.PROMOTE, lock_timeout=LOCK_TIMEOUT_MS), plan)
    promoter.say("verifying: the live schema against what the migrations make")
    report = compare(promoter.config, session, promoter.files, expected)
    _record_in_lock_file(promoter, plan)
    outcome, differences = _judge(report, plan)
    return replace(promotion, backup=str(backup.file), outcome=outcome, differences=differences)


def _gates(promoter: Promoter, session: Session, plan: Plan, expected: ExpectedSchemas) -> tuple[Gate, ...]:
    return (
        _lock_file_gate(promoter),
        version_table_gate(plan.target, session.state()),
        _dev_gate(promoter, plan),
        _drift_gate(promoter, session, expected),
    )


def _gates_of_resumption(promoter: Promoter, plan: Plan, unfinished: Unfinished) -> tuple[Gate, ...]:
    """Return the gates of a promotion that goes on in the middle of a file: no version's schema is there to compare."""
    ran = f"{len(unfinished.done)} statements of version {unfinished.version} have run"
    return (
        _lock_file_gate(promoter),
        Gate(name="version table clean", passed=True, evidence=f"dirty, as {ran}; this promotion goes on there"),
        _dev_gate(promoter, plan),
        Gate(name="no drift", passed=True, evidence="judged when the promotion began, and verified at its end"),
    )


def _lock_file_gate(promoter: Promoter) -> Gate:
    name, directory = "lock file intact", promoter.config.migrations_dir
    lock = read_lock(directory)
    if lock is None:
        remedy = "make it with guardian lock, and commit it"
        return Gate(name=name, passed=False, evidence=f"{directory} has no guardian.lock", remedy=remedy)
    if update(lock, promoter.files) != lock:
        remedy = "see guardian lint; then rewrite it with guardian lock, and commit it"
        return Gate(name=name, passed=False, evidence="guardian.lock does not fit the files", remedy=remedy)
    return Gate(name=name, passed=True, evidence=f"the checksums of {len(promoter.files)} migrations fit")


def _dev_gate(promoter: Promoter, plan: Plan) -> Gate:
    dev = next((t for t in promoter.config.targets if t.role is Role.DEVELOPMENT), None)
    if dev is None:
        return no_dev_gate()
    try:
        with open_target(dev) as session:
            state, history = session.state(), fetch_history(session.connection, session.table)
    except GuardianError as fault:
        remedy = f"make {dev.name} reachable; what was not tried there is not promoted"
        return Gate(name="applied on DEV", passed=False, evidence=str(fault), remedy=remedy)
    return applied_on_dev_gate(dev.name, state, history, [step.migration for step in plan.steps])


def _drift_gate(promoter: Promoter, session: Session, expected: ExpectedSchemas) -> Gate:
    report = compare(promoter.config, session, promoter.files, expected)
    sentences = [f"{f.id} {f.sentence}" for f in report.findings if f.severity is not Severity.INFO]
    remedy = f"see guardian drift {report.target}; adopt the change in a migration, or revert it"
    return Gate(
        name="no drift",
        passed=not report.drifted,
        evidence="; ".join(sentences) or f"{report.target} is what its migrations make",
        remedy=remedy if report.drifted else "",
    )


def _back_up(promoter: Promoter, session: Session, plan: Plan) -> Backup:
    promoter.say("backing up, and reading the backup back")
    secret = promoter.target.promote_url or promoter.target.url
    return make_backup(
        secret.reveal(),
        target=plan.target,
        directory=promoter.config.backup_dir,
        server_version=session.connection.info.server_version,
        version=plan.from_version,
        now=promoter.now,
    )


def _judge(report: DriftReport, plan: Plan) -> tuple[PromotionOutcome, tuple[str, ...]]:
    differences = tuple(f.sentence for f in report.findings if f.severity is not Severity.INFO)
    if report.version != plan.to_version:
        differences = (f"the version table says {report.version}, not {plan.to_version}", *differences)
    return (PromotionOutcome.DIFFERS if differences else PromotionOutcome.DONE), differences


def _record_in_lock_file(promoter: Promoter, plan: Plan) -> None:
    directory = promoter.config.migrations_dir
    lock = read_lock(directory) or LockFile()
    # Whatever is on the target is promoted, also what was there before guardian came.
    versions = [migration.version for migration in promoter.files.upto(plan.to_version)]
    write_lock(directory, mark_promoted(lock, versions, plan.target, promoter.now))
