"""A file that failed: one sentence, and the line with a caret below it."""

from __future__ import annotations

from guardian.errors import GuardianError, SqlFailed
from guardian.migrate.plan import Step
from guardian.pg.connect import translate
from guardian.pg.simple_query import StatementError
from guardian.sqltext.script import Script, Statement
from guardian.sqltext.secret import find_secrets, mask
from guardian.sqltext.statement import line_and_column

_WIDTH = 110  # characters of the line that are shown


class FileFailedError(SqlFailed):
    """a migration file failed; its transaction was rolled back.

    `detail` has several lines: the place, the line with a caret below it, and all that the server said.
    """

    detail: str = ""


class EscapedTransaction(GuardianError):
    """a file ended guardian's transaction in its middle, so part of it may be committed."""

    def __init__(self, name: str, *, target: str, version: int | None) -> None:
        super().__init__(
            f"{name} ended guardian's transaction, so part of it may be committed and {target} is marked dirty at "
            f"version {version}; look at what it did, then run guardian force {target} VERSION"
        )


class Stopped(GuardianError):
    """a signal asked guardian to stop, and work is left."""

    def __init__(self, target: str, left: tuple[Step, ...]) -> None:
        names = ", ".join(step.file.name for step in left)
        files = "1 file is" if len(left) == 1 else f"{len(left)} files are"
        super().__init__(f"stopped as asked; {files} left to run on {target}: {names}; run the command again")


def file_failure(
    step: Step, script: Script, error: StatementError, *, target: str, failed: Statement | None, after: str
) -> GuardianError:
    """Return the error that names file, line, column and statement.

    `failed` is the statement, where known; `after` says what became of the file and what to do.
    """
    found = translate(error.fault, target)
    if not isinstance(found, SqlFailed):
        return found
    position = found.statement_position
    offset = None if position is None or error.start is None else error.start + position - 1
    if offset is None and failed is not None:
        place = line_and_column(script.text, failed.start)
    elif offset is not None and offset >= 0:
        place = line_and_column(script.text, offset)
        failed = failed or next((s for s in reversed(script.statements) if s.start <= offset), None)
    else:
        place = None
    secrets = find_secrets(script.text)
    where = step.file.name + (f", line {place[0]}, column {place[1]}" if place else "")
    failure = FileFailedError(
        mask(f"{where}: {found}; {after}", secrets),
        sqlstate=found.sqlstate,
        statement_position=None if offset is None else offset + 1,
    )
    failure.detail = mask("\n".join(_detail(where, script, place, failed, error, caret=offset is not None)), secrets)
    return failure


def _detail(
    where: str,
    script: Script,
    place: tuple[int, int] | None,
    failed: Statement | None,
    error: StatementError,
    *,
    caret: bool,
) -> list[str]:
    number = f", statement {failed.number} of {len(script.statements)}" if failed else ""
    lines = [f"{where}{number}"]
    if place is not None:
        lines += _excerpt(script.text, *place, caret=caret)
    diagnosis = error.fault.diag
    said = {
        "SQLSTATE": error.fault.sqlstate,
        "DETAIL": diagnosis.message_detail,
        "HINT": diagnosis.message_hint,
        "QUERY": diagnosis.internal_query,
        "CONTEXT": diagnosis.context,
    }
    for name, value in said.items():
        if value:
            first, *more = value.splitlines()
            lines += [f"  {name}: {first}", *(f"    {line}" for line in more)]
    return lines


def _excerpt(text: str, line: int, column: int, *, caret: bool) -> list[str]:
    """Return the line, cut to what surrounds the column, and the caret below the column."""
    whole = text.split("\n")[line - 1].rstrip("\r").replace("\t", " ")
    left = max(0, min(column - 1 - _WIDTH // 2, len(whole) - _WIDTH))
    shown = whole[left : left + _WIDTH]
    lines = [f"  {line:>5} | {shown}"]
    return [*lines, f"        | {' ' * (column - 1 - left)}^"] if caret else lines
