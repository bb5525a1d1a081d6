"""The lock file has a line for each migration file, as it is: so that two branches conflict where both add one."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from guardian.lint.problem import Problem, shown
from guardian.lint.tree import Tree
from guardian.migrate.lock_file import LOCK_FILE_NAME
from guardian.migrate.migration import parse_file_name


def locked_problems(tree: Tree) -> Iterator[Problem]:
    """Judge what is not promoted; the rest is for the rule `immutable`."""
    lines = {line.file: line for line in tree.lock.lines}
    for name in sorted(lines.keys() | {name for name in tree.files if parse_file_name(name)}):
        line, file = lines.get(name), tree.files.get(name)
        if line is None:
            yield _problem(tree, f"has no line for {shown(name)}")
        elif not line.promoted and (file is None or file.checksum != line.checksum):
            yield _problem(tree, f"has a line for {shown(name)} that no longer fits the file")


def damage_problems(tree: Tree, *, rule: str = "locked") -> Iterator[Problem]:
    """Say that guardian did not write the lock file as it is: conflict markers, an edit by hand."""
    error = tree.lock_error
    if error is not None:
        path = tree.path(LOCK_FILE_NAME)
        yield Problem(
            rule=rule,
            file=path,
            line=error.line,
            message=error.problem,
            remedy=f"guardian lock, then git add {shown(shlex.quote(path))}",
        )


def _problem(tree: Tree, message: str) -> Problem:
    path = tree.path(LOCK_FILE_NAME)
    return Problem(
        rule="locked", file=path, message=message, remedy=f"guardian lock, then git add {shown(shlex.quote(path))}"
    )
