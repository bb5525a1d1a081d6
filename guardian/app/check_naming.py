"""Are the migration files well named, paired, numbered and ordered? Judged from git alone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from guardian.app.staged import Judged, Range, judged, known_lock, touched_names
from guardian.lint.duplicate import duplicate_problems
from guardian.lint.empty_down import empty_down_problems
from guardian.lint.naming import naming_problems
from guardian.lint.order import order_problems
from guardian.lint.pair import pair_problems
from guardian.lint.problem import Problem
from guardian.lint.tree import Tree
from guardian.migrate.lock_file import LockFile
from guardian.migrate.migration import parse_file_name


def check_naming(folder: Path, *, migrations: str | None = None, between: Range | None = None) -> tuple[Problem, ...]:
    """Return the problems of the files that the index, or the range, touches, and of files that share their version.

    What is older is left alone: a promoted file could not be renamed any more.
    """
    case = judged(folder, migrations=migrations, between=between)
    return () if case is None else tuple(sorted(_touched(case)))


def tree_problems(tree: Tree, known: LockFile) -> Iterator[Problem]:
    """All rules about names, on all files; `known` is the last agreed lock file."""
    yield from naming_problems(tree)
    yield from pair_problems(tree)
    yield from duplicate_problems(tree)
    yield from order_problems(tree, known)
    yield from empty_down_problems(tree)


def _touched(case: Judged) -> Iterator[Problem]:
    names = touched_names(case)
    versions = {_version(name) for name in names} - {None}
    for problem in tree_problems(case.after, known_lock(case)):
        name = posixpath.basename(problem.file)
        if name in names or _version(name) in versions:
            yield problem


def _version(name: str) -> int | None:
    parsed = parse_file_name(name)
    return parsed.version if parsed else None
