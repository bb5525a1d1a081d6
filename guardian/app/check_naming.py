"""Are the migration files well named and paired, each with a number of its own? Judged from git alone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from guardian.adapters.git import Repository
from guardian.adapters.git_migrations import configured_numbering
from guardian.app.staged import Judged, Range, judged, touched_names
from guardian.config import Naming
from guardian.lint.duplicate import duplicate_problems
from guardian.lint.empty_down import empty_down_problems
from guardian.lint.naming import naming_problems
from guardian.lint.pair import pair_problems
from guardian.lint.problem import Problem
from guardian.lint.tree import Tree
from guardian.migrate.migration import parse_file_name


def check_naming(folder: Path, *, migrations: str | None = None, between: Range | None = None) -> tuple[Problem, ...]:
    """Return the problems of the files that the index, or the range, touches, and of files that share their version.

    What is older is left alone: a promoted file could not be renamed any more.
    """
    case = judged(folder, migrations=migrations, between=between)
    if case is None:
        return ()
    repository = Repository.discover(folder)
    naming, _ = configured_numbering(repository, None if between is None else repository.commit(between.to))
    return tuple(sorted(_touched(case, naming)))


def name_problems(tree: Tree, naming: Naming) -> Iterator[Problem]:
    """All rules about names, on all files; what comes after what is for `check_order`."""
    yield from naming_problems(tree, naming)
    yield from pair_problems(tree)
    yield from duplicate_problems(tree, naming)
    yield from empty_down_problems(tree)


def _touched(case: Judged, naming: Naming) -> Iterator[Problem]:
    names = touched_names(case)
    versions = {_version(name) for name in names} - {None}
    for problem in name_problems(case.after, naming):
        name = posixpath.basename(problem.file)
        if name in names or _version(name) in versions:
            yield problem


def _version(name: str) -> int | None:
    parsed = parse_file_name(name)
    return parsed.version if parsed else None
