"""The steps of a plan, one after another."""

from __future__ import annotations

import psycopg

from guardian import clock
from guardian.errors import GuardianError, Refused
from guardian.migrate.event import FileDone, FileFailed, FileStarted
from guardian.migrate.plan import Plan, Step
from guardian.pg.apply.failure import Stopped
from guardian.pg.apply.runner import Runner
from guardian.pg.apply.statementwise import run_statementwise
from guardian.pg.apply.transactional import run_in_transaction, settle
from guardian.pg.connect import translate
from guardian.pg.simple_query import StatementError
from guardian.sqltext.script import Script, skim_script


def apply_plan(runner: Runner, plan: Plan) -> None:
    """Run the steps in order; the first failure ends it.

    The caller has checked the files with `check_files`. Raises FileFailedError, EscapedTransaction, Unreachable,
    Stopped.
    """
    done = 0
    try:
        while done < len(plan.steps) and not runner.stopped():
            _run_step(runner, plan.steps[done], last=done == len(plan.steps) - 1)
            done += 1
    finally:
        if 0 < done < len(plan.steps):
            settle(runner)
    if done < len(plan.steps):
        raise Stopped(plan.target, plan.steps[done:])


def check_files(plan: Plan) -> None:
    """Refuse, before anything is written, a plan with a file that cannot be run, or that cannot go on where it was.

    Raises NotText, Refused.
    """
    for step in plan.steps:
        script = skim_script(step.file.text)
        if script.fault is not None:
            raise Refused(f"{step.file.name}, line {script.fault.line}: {script.fault.what}; nothing was run")
        if step.unfinished is not None:
            _check_unchanged(step, script.whole(), step.unfinished.done)


def _check_unchanged(step: Step, script: Script, done: tuple[str, ...]) -> None:
    now = [statement.checksum for statement in script.statements[: len(done)]]
    for number, checksum in enumerate(done, 1):
        if number > len(now) or now[number - 1] != checksum:
            raise Refused(
                f"{step.file.name}: statement {number} has already run and was changed since; put it back as it was "
                "(guardian goes on after it), or see to the database by hand and use guardian force"
            )


def _run_step(runner: Runner, step: Step, *, last: bool) -> None:
    target = runner.table.target
    runner.listener(FileStarted(target=target, step=step))
    start = clock.monotonic()
    script = skim_script(step.file.text)
    try:
        if script.outside is None and step.unfinished is None:
            run_in_transaction(runner, step, script, start, last=last)
        else:
            run_statementwise(runner, step, script.whole(), start)
    except (psycopg.Error, StatementError, GuardianError) as fault:
        failure = _as_ours(fault, target)
        runner.listener(FileFailed(target=target, step=step, reason=str(failure)))
        raise failure from fault
    runner.listener(FileDone(target=target, step=step, seconds=clock.monotonic() - start))


def _as_ours(fault: psycopg.Error | StatementError | GuardianError, target: str) -> GuardianError:
    if isinstance(fault, GuardianError):
        return fault
    return translate(fault.fault if isinstance(fault, StatementError) else fault, target)
