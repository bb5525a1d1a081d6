"""What is promoted stays as it is for ever: the file's content, name, type and existence, and its lock file line.

State is compared, not steps: putting a promoted file back as it was is never a breach, whatever HEAD holds.
The one way out is a squash: a baseline that accounts in the lock file for every line that is gone.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

from guardian.lint.locked import damage_problems
from guardian.lint.problem import Problem, shown
from guardian.lint.tree import FileType, Tree, TreeFile
from guardian.migrate.lock_file import LOCK_FILE_NAME
from guardian.migrate.lock_line import LockLine
from guardian.migrate.migration import parse_file_name
from guardian.migrate.squash import replaced_by

Lines = Mapping[str, LockLine]


def immutable_problems(
    after: Tree, bases: Sequence[tuple[str, Tree]], *, fork: Tree | None = None
) -> tuple[Problem, ...]:
    """Return how `after` breaks what is promoted in one of the bases, given as (revision, tree), or in itself.

    A commit has HEAD as its base, a merge all its parents. A branch that is to be merged into its base later has a
    `fork`, where both parted: what was promoted only after that, and is untouched on the branch, is no breach.
    """
    now = _lines(after)
    found: list[Problem | None] = list(damage_problems(after, rule="immutable"))
    for revision, tree in bases:
        found += _base_problems(after, now, tree, revision, fork)
    # Promoted with this very commit, or before the lock file was committed at all.
    found += (_file_problem(after, now, line, after, bases[0][0]) for line in now.values() if line.promoted)
    unique: dict[tuple[str, int | None], Problem] = {}
    for problem in found:
        if problem is not None:
            unique.setdefault((problem.file, problem.line), problem)
    return tuple(sorted(unique.values(), key=lambda problem: problem.file))


def _base_problems(after: Tree, now: Lines, base: Tree, revision: str, fork: Tree | None) -> Iterator[Problem | None]:
    parted = _lines(fork) if fork else {}
    squashed = _squashed(after, now, base)
    for line in base.lock.promoted:
        if line.file in squashed:
            continue
        before = parted.get(line.file)
        if fork is None or (before and before.promoted) or after.files.get(line.file) != fork.files.get(line.file):
            yield _file_problem(after, now, line, base, revision)
        if fork is None or now.get(line.file) != before:
            problem = _line_problem(after, line, now.get(line.file), revision)
            lost = problem is not None and LOCK_FILE_NAME not in after.files
            yield _missing_lock_problem(after, base, revision) if lost else problem


def _squashed(after: Tree, now: Lines, base: Tree) -> set[str]:
    """Return the base's files that a baseline stands for, promoted wherever they were, and none of them is left."""
    found: set[str] = set()
    baselines = [line for line in now.values() if line.replaces]
    for line in baselines:
        gone = replaced_by(line, (old for old in base.lock.lines if old.file not in now))
        targets = {mark.target for old in gone for mark in old.promotions}
        pair = [other for other in baselines if other.replaces == line.replaces]
        whole = all(targets <= {mark.target for mark in other.promotions} for other in pair)
        if whole and not any(old.file in after.files for old in gone):
            found |= {old.file for old in gone}
    return found


def _lines(tree: Tree) -> Lines:
    return {line.file: line for line in tree.lock.lines}


def _file_problem(after: Tree, now: Lines, line: LockLine, base: Tree, revision: str) -> Problem | None:
    file = after.files.get(line.file)
    what = _deletion(after, now, line) if file is None else _alteration(file, line)
    if what is None:
        return None
    restore = f"git restore --source={revision} --staged --worktree -- {shlex.quote(base.path(line.file))}"
    return Problem(
        rule="immutable",
        file=after.path(line.file),
        message=f"is {_since(line)}, but {what}",
        remedy=f"put it back ({shown(restore)}) and make the change in a new migration: guardian new NAME",
    )


def _alteration(file: TreeFile, line: LockLine) -> str | None:
    if file.type in (FileType.SYMLINK, FileType.SUBMODULE):
        return f"is now {file.type}"
    return None if file.checksum == line.checksum else "its content is changed"


def _deletion(after: Tree, now: Lines, line: LockLine) -> str:
    """Say that the file is gone, or under which name it seems to live on."""
    likely = max(
        ((_likeness(line, name, file), name) for name, file in after.files.items() if not _promoted(now, name)),
        default=None,
    )
    return f"is renamed to {shown(likely[1])}" if likely and any(likely[0]) else "is deleted"


def _promoted(now: Lines, name: str) -> bool:
    return name in now and now[name].promoted


def _likeness(line: LockLine, name: str, file: TreeFile) -> tuple[bool, bool, bool]:
    old, new = parse_file_name(line.file), parse_file_name(name)
    same_place = bool(old and new and (old.version, old.direction) == (new.version, new.direction))
    return name.casefold() == line.file.casefold(), file.checksum == line.checksum, same_place


def _line_problem(after: Tree, line: LockLine, now: LockLine | None, revision: str) -> Problem | None:
    what = _line_breach(line, now)
    if what is None:
        return None
    path = shlex.quote(after.path(LOCK_FILE_NAME))
    first = "" if revision == "HEAD" else f"git restore --source={revision} -- {path}, then "
    return Problem(
        rule="immutable",
        file=after.path(LOCK_FILE_NAME),
        message=f"the line of {shown(line.file)}, {_since(line)}, is {what}",
        remedy=f"put it back: {shown(first)}guardian lock, then git add {shown(path)}",
    )


def _line_breach(line: LockLine, now: LockLine | None) -> str | None:
    """Say what is wrong with the line now. An earlier mark for a target is what a merge of two marks leaves."""
    if now is None:
        return "removed"
    if not all(
        any(new.target == old.target and new.when <= old.when for new in now.promotions) for old in line.promotions
    ):
        return "marked with another promotion" if now.promoted else "no longer marked as promoted"
    return "changed" if (now.checksum, now.replaces) != (line.checksum, line.replaces) else None


def _missing_lock_problem(after: Tree, base: Tree, revision: str) -> Problem:
    # The line of every file is missing with it: that is one fact, not a hundred.
    path, (first, *others) = after.path(LOCK_FILE_NAME), base.lock.promoted
    more = f" and {len(others)} more are" if others else " is"
    restore = f"git restore --source={revision} --staged --worktree -- {shlex.quote(base.path(LOCK_FILE_NAME))}"
    return Problem(
        rule="immutable",
        file=path,
        message=f"is missing, though {shown(first.file)}{more} {_since(first)}",
        remedy=f"put it back: {shown(restore)}",
    )


def _since(line: LockLine) -> str:
    return f"promoted since {', '.join(str(mark) for mark in line.promotions)}"
