"""A file that one transaction cannot hold: statement by statement, and what has run is recorded.

The version row is dirty meanwhile, as golang-migrate would have it. A statement that a transaction takes is recorded
in its own transaction, a block of the file's own in that block; of any other the catalog tells, after a crash,
whether it was done.
"""

from __future__ import annotations

import psycopg

from guardian import clock
from guardian.errors import GuardianError
from guardian.migrate.event import FileResumed, ProgressMissing, StatementDone, StatementStarted
from guardian.migrate.plan import Step
from guardian.pg.apply import catalog
from guardian.pg.apply.failure import FileFailedError, file_failure
from guardian.pg.apply.leftover import drop_invalid
from guardian.pg.apply.runner import DISCARD, Runner
from guardian.pg.connect import Connection, translate
from guardian.pg.migration_lock import held_text, keep_lock, lock_lent
from guardian.pg.progress import begin_progress, forget_progress, progress_rows
from guardian.pg.simple_query import StatementError, send
from guardian.pg.version_row import next_version_row, version_row
from guardian.sqltext.effect import Effect, Verb
from guardian.sqltext.index_likeness import is_same_index
from guardian.sqltext.script import Script, Statement, Unit

# A concurrent build waits for every older transaction, which may take long; it queues nobody behind it.
_LONG_LOCK_TIMEOUT = 4 * 3600 * 1000  # milliseconds
_WAITS_FOR_OTHERS = {Verb.CREATE_INDEX, Verb.DROP_INDEX, Verb.REINDEX, Verb.DETACH}
# Whatever role and settings the file has set, guardian's own rows are written as the role that connected.
_AS_OURSELVES = (
    "set local session authorization default; set local role none; set local statement_timeout = 0; "
    "set local default_transaction_read_only = off;"
)
_BEGIN = "begin;\n"


def run_statementwise(runner: Runner, step: Step, script: Script, start: float) -> None:
    """Run the file's statements, from the first that has not run. Raises FileFailedError, Unreachable."""
    connection = runner.connection
    send(connection, f"begin; {runner.reset_session()} {DISCARD} commit")
    done = len(step.unfinished.done) if step.unfinished else 0
    if step.unfinished is None:
        _begin(runner, step)
    else:
        _resume(runner, step, script, done)
    for unit in script.units():
        if unit.last.number > done:
            _run_unit(runner, step, script, unit, start)
            _keep_lock(runner)
    _finish(runner, step, clock.monotonic() - start)


def _begin(runner: Runner, step: Step) -> None:
    progress = begin_progress(runner.table, step) if runner.history else ""
    if not runner.history and not runner.scratch:
        runner.listener(ProgressMissing(target=runner.table.target, step=step))
    dirty = next_version_row(runner.table, step.from_version, step.to_version, dirty=True)
    send(runner.connection, f"begin; {dirty} {progress} commit")


def _resume(runner: Runner, step: Step, script: Script, done: int) -> None:
    """Say so, and set again what the file has set for its session, which ended with the last run."""
    runner.listener(FileResumed(target=runner.table.target, step=step, number=done + 1))
    for statement in script.statements[:done]:
        if statement.sets:
            send(runner.connection, statement.text)


def _finish(runner: Runner, step: Step, seconds: float) -> None:
    progress = forget_progress(runner.table) if runner.history else ""
    row = version_row(runner.table, step.to_version)
    history = runner.history_row(step, seconds)
    send(runner.connection, f"begin; {runner.reset_session()} {row} {progress} {history} commit")


def _keep_lock(runner: Runner) -> None:
    if not runner.scratch:
        (held,) = send(runner.connection, held_text(runner.connection, runner.table))
        keep_lock(runner.connection, runner.table, held, listener=runner.listener)


def _run_unit(runner: Runner, step: Step, script: Script, unit: Unit, start: float) -> None:
    first, effect = unit.first, unit.first.effect
    target, total = runner.table.target, len(script.statements)
    what = effect.what if effect else first.text.split(None, 1)[0].upper()
    runner.listener(StatementStarted(target=target, step=step, number=first.number, total=total, what=what))
    began = clock.monotonic()
    try:
        send(runner.connection, _timeouts(runner, script, effect))
        if unit.block:
            _run_block(runner, step, script, unit)
        elif effect is not None:
            _run_outside(runner, step, first, effect)
        else:
            _run_inside(runner, step, first)
    except (StatementError, FileFailedError, psycopg.Error) as error:
        failure = _failure(runner, step, script, unit, error)
        _clean_up(runner, step, clock.monotonic() - start, failure)
        raise failure from error
    seconds = clock.monotonic() - began
    runner.listener(
        StatementDone(target=target, step=step, number=unit.last.number, total=total, what=what, seconds=seconds)
    )


def _timeouts(runner: Runner, script: Script, effect: Effect | None) -> str:
    """Return the SETs for a statement; what the file sets itself, or the target's URL, stays."""
    set_by_file = {statement.sets for statement in script.statements} | {name for name, _ in runner.settings}
    wanted: dict[str, int | None] = {"lock_timeout": runner.lock_timeout, "statement_timeout": None}
    if effect is not None:
        wanted = {"lock_timeout": _LONG_LOCK_TIMEOUT, "statement_timeout": 0}
    return "".join(
        f"reset {name};" if value is None else f"set {name} = {value};"
        for name, value in wanted.items()
        if name not in set_by_file and "all" not in set_by_file
    )


def _run_inside(runner: Runner, step: Step, statement: Statement) -> None:
    """Run a statement in a transaction of its own, with its progress row."""
    if statement.control:
        send(runner.connection, statement.text)  # a COMMIT that nothing began: the server warns, as it always did
        send(runner.connection, f"{_BEGIN}{_note(runner, step, (statement,))} commit")
        return
    # The statement may end in a comment, which must not swallow what comes behind it.
    text = f"{_BEGIN}{statement.text}\n;\n{_note(runner, step, (statement,))} commit"
    try:
        send(runner.connection, text, start=statement.start - len(_BEGIN))
    except StatementError as error:
        error.done -= 1  # the BEGIN is ours
        raise


def _run_block(runner: Runner, step: Step, script: Script, unit: Unit) -> None:
    """Run a block of the file as it stands, its progress rows before its COMMIT."""
    body = script.text[unit.first.start : unit.last.start]
    note = _note(runner, step, unit.statements)
    if unit.last.control == "COMMIT":
        send(runner.connection, f"{body}\n{note} {unit.last.text}", start=unit.first.start)
        return
    send(runner.connection, body + unit.last.text, start=unit.first.start)
    send(runner.connection, f"{_BEGIN}{note} commit")


def _run_outside(runner: Runner, step: Step, statement: Statement, effect: Effect) -> None:
    """Run a statement that no transaction takes; before it, see what an earlier try has left."""
    if effect.server_wide and runner.scratch:
        return
    connection = runner.connection
    doubt = step.unfinished.doubt if step.unfinished and len(step.unfinished.done) + 1 == statement.number else None
    if doubt is None or not catalog.was_done(connection, effect, doubt):
        for index in _leftovers(connection, step, statement, effect, doubt):
            drop_invalid(runner, step, index)
        before = doubt or catalog.indexes_before(connection, effect)
        _note_begun(runner, step, statement, before)
        try:
            _run_alone(runner, effect, statement)
        except StatementError:
            for index in catalog.new_invalid_indexes(connection, effect, before):
                if index.builder is None:  # else the next run sees to it
                    drop_invalid(runner, step, index)
            raise
        _check_valid(connection, step, effect, before)
    send(connection, f"{_BEGIN}{_note(runner, step, (statement,))} commit")


def _run_alone(runner: Runner, effect: Effect, statement: Statement) -> None:
    connection = runner.connection
    text = catalog.retry_text(connection, effect, statement.text)
    start = statement.start if text == statement.text else None
    if effect.verb not in _WAITS_FOR_OTHERS or runner.scratch:
        send(connection, text, start=start)
        return
    with lock_lent(connection, runner.table):
        send(connection, text, start=start)


def _check_valid(connection: Connection, step: Step, effect: Effect, before: str) -> None:
    """CREATE INDEX CONCURRENTLY IF NOT EXISTS is content with an invalid index; guardian is not."""
    new = catalog.new_invalid_indexes(connection, effect, before)
    named = catalog.invalid_indexes(connection, effect)
    invalid = {index.name for index in named} | {index.name for index in new if index.builder is None}
    if invalid:
        raise FileFailedError(f"{step.file.name}: {', '.join(sorted(invalid))} is invalid after {effect.what}")


def _leftovers(
    connection: Connection, step: Step, statement: Statement, effect: Effect, doubt: str | None
) -> tuple[catalog.InvalidIndex, ...]:
    """Return the invalid indexes that an earlier try has left; one without a name is known by its definition."""
    if doubt is None or effect.verb is not Verb.CREATE_INDEX or effect.name:
        return catalog.invalid_indexes(connection, effect)
    new = catalog.new_invalid_indexes(connection, effect, doubt)
    ours = tuple(index for index in new if is_same_index(statement.text, index.definition))
    for index in new:
        if index not in ours and index.builder is None:
            raise FileFailedError(
                f"{step.file.name}: {index.name} is invalid, and may be what this statement left when it was cut off, "
                "or somebody else's; drop it or reindex it"
            )
    return ours


def _note_begun(runner: Runner, step: Step, statement: Statement, before: str) -> None:
    if runner.history:
        rows = progress_rows(runner.table, step, (statement,), done=False, before=before)
        send(runner.connection, f"{_BEGIN}{_AS_OURSELVES} {rows} commit")


def _note(runner: Runner, step: Step, statements: tuple[Statement, ...]) -> str:
    if not runner.history:
        return ""
    return f"{_AS_OURSELVES} {progress_rows(runner.table, step, statements, done=True)}"


def _failure(
    runner: Runner, step: Step, script: Script, unit: Unit, error: StatementError | FileFailedError | psycopg.Error
) -> GuardianError:
    target, number = runner.table.target, unit.first.number
    if runner.history:
        after = (
            f"what ran before statement {number} stays, and {target} is dirty until the file is through; mend the file "
            f"and run the command again: it goes on at statement {number}"
        )
    else:
        after = (
            f"what ran before statement {number} stays, and {target} is dirty at version {step.to_version}; finish the "
            f"file by hand, then run guardian force {target} VERSION"
        )
    match error:
        case StatementError():
            inside = unit.statements[error.done : error.done + 1] if error.start is not None else ()
            timeout = runner.timeout(error.fault, script.text)
            after = f"{timeout}; {after}" if timeout else after
            return file_failure(step, script, error, target=target, failed=(*inside, unit.first)[0], after=after)
        case FileFailedError():
            # The catalog is at fault, not the file.
            return FileFailedError(f"{error}; {after.replace('mend the file and run', 'then run')}")
        case _:
            return translate(error, target)


def _clean_up(runner: Runner, step: Step, seconds: float, failure: GuardianError) -> None:
    """Leave the file's transaction, and note the failure where the connection still works."""
    try:
        send(runner.connection, "rollback")
        row = runner.history_row(step, seconds, error=str(failure))
        send(runner.connection, f"begin; {runner.reset_session()} {row} commit")
    except (StatementError, psycopg.Error):
        runner.connection.close()
