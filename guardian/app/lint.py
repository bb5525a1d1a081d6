"""All rules over the migrations directory as it is on disk."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator

from guardian.adapters.migrations_dir import read_lock, read_migration_files
from guardian.adapters.squawk import read_squawk
from guardian.adapters.unfinished import refuse_unfinished
from guardian.app.check_naming import name_problems
from guardian.config import Config
from guardian.errors import GuardianError
from guardian.lint.order import order_problems
from guardian.lint.problem import Problem
from guardian.lint.sql import sql_problems
from guardian.lint.tree import Tree, TreeFile
from guardian.migrate.lock_file import LockFile, violations
from guardian.migrate.migration_set import MigrationSet


def lint(config: Config, *, only: Collection[str] | None = None) -> tuple[Problem, ...]:
    """Return the problems, sorted; those of the SQL only of the files named in `only`, of all for None.

    Raises GuardianError for a directory or lock file that cannot be read, and where squawk cannot be run.
    """
    directory = config.migrations_dir
    refuse_unfinished(directory)
    files = read_migration_files(directory)
    lock = read_lock(directory) or LockFile()
    tree = Tree(directory=str(config.migrations), files={n: TreeFile(content=c) for n, c in files.items()})
    squawk = functools.partial(read_squawk, postgres=config.lint.postgres)
    found = {
        *name_problems(tree, config.naming),
        *order_problems(tree, lock, naming=config.naming),
        *_lock_problems(tree, lock, files),
        *sql_problems(tree, lock, config.lint, squawk=squawk, only=only),
    }
    return tuple(sorted(found, key=place))


def place(problem: Problem) -> tuple[str, int, int, str, str]:
    """Return what to sort problems by, so that they come as in the files."""
    return problem.file, problem.line or 0, problem.column or 0, problem.code, problem.message


def _lock_problems(tree: Tree, lock: LockFile, files: dict[str, bytes]) -> Iterator[Problem]:
    try:
        found = violations(lock, MigrationSet.from_files(files))
    except GuardianError:
        return  # two files of one version: a rule of its own says so
    for name, problem in found:
        message, _, remedy = problem.partition("; ")
        yield Problem(file=tree.path(name), rule="lock", message=message, remedy=remedy)
