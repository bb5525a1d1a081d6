"""Bring a protected target forward: gates, backup, apply, verify, record.

The migrators' lock is held from the gates to the verification, so that what was judged is what is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from guardian.adapters.migrations_dir import read_damaged_lock, read_lock, write_lock
from guardian.app.drift_check import compare
from guardian.app.expected import ExpectedSchemas
from guardian.app.session import Session, open_target, ready, target_lock
from guardian.config import Config, Role, Target
from guardian.drift.severity import Severity
from guardian.errors import GuardianError, Refused, Unreachable
from guardian.migrate.event import Event, FileDone, Listener
from guardian.migrate.gate import Gate, applied_on_dev_gate, no_dev_gate, version_table_gate
from guardian.migrate.lock_file import LockFile, mark_promoted, violations
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import Plan, Step, plan_up
from guardian.migrate.promotion import Promotion, PromotionOutcome
from guardian.migrate.record import Action, Operator
from guardian.migrate.squash import squashed_versions
from guardian.migrate.state import VersionState
from guardian.migrate.unfinished import Unfinished
from guardian.pg.apply import apply_plan, check_files
from guardian.pg.backup import Backup, make_backup
from guardian.pg.history import fetch_history
from guardian.pg.setting import refuse_read_only

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
    """Promote pending migrations, all or `limit`.

    A refusal is an outcome, and so is a migration that failed after others were applied. Raises GuardianError for what
    else went wrong, such as a backup that failed: then nothing was changed.
    """
    target = promoter.target
    if not target.protected:
        raise Refused(f"{target.name} is no production target; run guardian up {target.name}")
    with (
        open_target(target, promoting=True) as session,
        target_lock(session, promoter.listener),
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
        # A run that was cut off after its last file, or a forced version, has left no mark yet.
        marking = () if dry_run else _record_in_lock_file(promoter, plan.target, plan.from_version)
        return Promotion(target=plan.target, plan=plan, gates=(), outcome=PromotionOutcome.NOTHING, differences=marking)
    check_files(plan)
    if not dry_run:
        refuse_read_only(session.connection, plan.target)
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
    promotion = replace(promotion, backup=str(_back_up(promoter, session, plan).file))
    # The backup takes its time, and not everybody who changes a schema asks for the migrators' lock.
    if standing.unfinished is None:
        still = replace(_drift_gate(promoter, session, expected), name="no drift since the gates")
        if not still.passed:
            return replace(promotion, gates=(*gates, still))
    return _carry_out(promoter, session, promotion, expected)


def _carry_out(promoter: Promoter, session: Session, promotion: Promotion, expected: ExpectedSchemas) -> Promotion:
    failure, done, marking = _apply(promoter, session, promotion.plan)
    promotion = replace(promotion, applied=tuple(step.migration.name for step in done))
    if failure is not None:
        return replace(
            promotion,
            outcome=PromotionOutcome.FAILED,
            failure=str(failure),
            state=_state(session),
            differences=marking,
        )
    promoter.say("verifying: the live schema against what the migrations make")
    differences = (*_verify(promoter, session, promotion.plan, expected), *marking)
    outcome = PromotionOutcome.DIFFERS if differences else PromotionOutcome.DONE
    return replace(promotion, outcome=outcome, differences=differences)


def _apply(
    promoter: Promoter, session: Session, plan: Plan
) -> tuple[GuardianError | None, tuple[Step, ...], tuple[str, ...]]:
    """Apply; return what ended it early, the steps that are done, and a sentence where they could not be marked."""
    done: list[Step] = []
    marking: tuple[str, ...] = ()
    failure: GuardianError | None = None

    def listen(event: Event) -> None:
        if isinstance(event, FileDone):
            done.append(event.step)
        promoter.listener(event)

    runner = ready(session, operator=promoter.operator, listener=listen)
    try:
        apply_plan(replace(runner, action=Action.PROMOTE, lock_timeout=LOCK_TIMEOUT_MS), plan)
    except GuardianError as fault:
        failure = fault
    finally:
        # What is on the target is promoted and immutable from now on, however this ends.
        if done:
            marking = _record_in_lock_file(promoter, plan.target, done[-1].to_version)
    return failure, tuple(done), marking


def _state(session: Session) -> VersionState | None:
    try:
        return None if session.connection.closed else session.state()
    except GuardianError:
        return None


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
    found = violations(lock, promoter.files)
    if found:
        # Not by whether rewriting would change it: the line of a promoted file stays, whatever became of the file.
        evidence, _, remedy = f"{found[0][0]} {found[0][1]}".partition("; ")
        more = f", and {len(found) - 1} more; see guardian lint" if len(found) > 1 else ""
        return Gate(name=name, passed=False, evidence=evidence + more, remedy=remedy)
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
    squashed = squashed_versions(read_damaged_lock(promoter.config.migrations_dir).lines)
    pending = [step.migration for step in plan.steps]
    return applied_on_dev_gate(dev.name, state, history, pending, squashed=squashed)


def _drift_gate(promoter: Promoter, session: Session, expected: ExpectedSchemas) -> Gate:
    try:
        report = compare(promoter.config, session, promoter.files, expected)
    except Unreachable:
        raise
    except GuardianError as fault:
        return Gate(
            name="no drift", passed=False, evidence=str(fault), remedy="what cannot be compared is not promoted"
        )
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
    return make_backup(
        session.connection,
        target=plan.target,
        directory=promoter.config.backup_dir,
        version=plan.from_version,
        now=promoter.now,
    )


def _verify(promoter: Promoter, session: Session, plan: Plan, expected: ExpectedSchemas) -> tuple[str, ...]:
    """Return sentences of what is not as the migrations make it; the files are applied, so this raises nothing."""
    try:
        report = compare(promoter.config, session, promoter.files, expected)
    except GuardianError as fault:
        return (f"the schema could not be verified: {fault}",)
    differences = tuple(f.sentence for f in report.findings if f.severity is not Severity.INFO)
    if report.version != plan.to_version:
        return (f"the version table says {report.version}, not {plan.to_version}", *differences)
    return differences


def _record_in_lock_file(promoter: Promoter, target: str, version: int | None) -> tuple[str, ...]:
    directory = promoter.config.migrations_dir
    # Whatever is on the target is promoted, also what was there before guardian came.
    versions = [migration.version for migration in promoter.files.upto(version)]
    try:
        lock = read_lock(directory) or LockFile()
        write_lock(directory, mark_promoted(lock, versions, target, promoter.now))
    except GuardianError as fault:
        return (f"guardian.lock could not be marked, so the hook does not know of this promotion: {fault}",)
    return ()
