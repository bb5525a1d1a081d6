"""What is promoted stays as it is for ever: the file's content, name, type and existence, and its line in the lock file.

State is compared, not steps: putting a promoted file back as it was is never a breach, whatever HEAD holds.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from guardian.lint.problem import Problem, shown
from guardian.lint.tree import FileType, Tree, TreeFile
from guardian.migrate.lock_file import LOCK_FILE_NAME, LockLine
from guardian.migrate.migration import parse_file_name


def immutable_problems(
    after: Tree, bases: Sequence[tuple[str, Tree]], *, fork: Tree | None = None
) -> tuple[Problem, ...]:
    """Return how `after` breaks what is promoted in one of the bases, given as (revision, tree).

    A commit has HEAD as its base, a merge all its parents. A branch that is to be merged into its base later has a
    `fork`, where both parted: what was promoted only after that, and is untouched on the branch, is no breach.
    """
    found = [problem for base in bases for problem in _base_problems(after, base, fork)]
    found += _lock_file_problems(after)
    return tuple(sorted({(problem.file, problem.rule): problem for problem in reversed(found)}.values()))


def _base_problems(after: Tree, base: tuple[str, Tree], fork: Tree | None) -> Iterator[Problem]:
    revision, tree = base
    lines = {line.file: line for line in after.lock.lines}
    before = {line.file: line for line in fork.lock.lines} if fork else {}
    for line in tree.lock.promoted:
        parted = before.get(line.file)
        late = fork is not None and not (parted and parted.promoted)
        untouched = fork is not None and after.files.get(line.file) == fork.files.get(line.file)
        if not (late and untouched):
            yield from _file_problems(after, line, revision)
        if fork is None or lines.get(line.file) != parted:
            yield from _line_problems(after, line, lines.get(line.file), revision)


def _file_problems(after: Tree, line: LockLine, revision: str) -> Iterator[Problem]:
    what = _file_breach(after, line)
    if what is not None:
        yield Problem(
            rule="immutable",
            file=after.path(line.file),
            message=f"is {_since(line)}, but {what}",
            remedy=_way_out(after.path(line.file), revision),
        )


def _file_breach(after: Tree, line: LockLine) -> str | None:
    file = after.files.get(line.file)
    if file is None:
        renamed = _renamed(after, line)
        return f"is renamed to {shown(renamed)}" if renamed else "is deleted"
    if file.type in (FileType.SYMLINK, FileType.SUBMODULE):
        return f"is now {file.type}"
    return None if file.checksum == line.checksum else "its content is changed"


def _renamed(after: Tree, line: LockLine) -> str | None:
    old = parse_file_name(line.file)

    def likeness(item: tuple[str, TreeFile]) -> tuple[bool, bool, bool]:
        name, file = item
        new = parse_file_name(name)
        pair = bool(old and new and (old.version, old.direction) == (new.version, new.direction))
        return name.casefold() == line.file.casefold(), file.checksum == line.checksum, pair

    known = {other.file for other in after.lock.promoted}
    best = max(((likeness(item), item[0]) for item in after.files.items() if item[0] not in known), default=None)
    return best[1] if best and any(best[0]) else None


def _line_problems(after: Tree, line: LockLine, now: LockLine | None, revision: str) -> Iterator[Problem]:
    what = _line_breach(line, now)
    if what is not None:
        path = after.path(LOCK_FILE_NAME)
        yield Problem(
            rule="immutable",
            file=path,
            message=f"the line of {shown(line.file)}, {_since(line)}, is {what}",
            remedy=f"put it back: run `guardian lock`, then git add {shlex.quote(path)}",
        )


def _line_breach(line: LockLine, now: LockLine | None) -> str | None:
    if now is None:
        return "removed"
    if not set(line.promotions) <= set(now.promotions):
        return "no longer marked as promoted" if not now.promoted else "marked with another promotion"
    return "changed" if now.checksum != line.checksum else None


def _lock_file_problems(after: Tree) -> Iterator[Problem]:
    error = after.lock_error
    if error is not None:
        path = after.path(LOCK_FILE_NAME)
        yield Problem(
            rule="immutable",
            file=path,
            line=error.line,
            message=str(error).split(": ", 1)[1].rsplit("; ", 1)[0],
            remedy=f"run `guardian lock`, then git add {shlex.quote(path)}",
        )


def _since(line: LockLine) -> str:
    return f"promoted since {', '.join(str(mark) for mark in line.promotions)}"


def _way_out(path: str, revision: str) -> str:
    restore = f"git restore --source={revision} --staged --worktree -- {shlex.quote(path)}"
    return f"put it back ({shown(restore)}) and make the change in a new migration: guardian new NAME"
