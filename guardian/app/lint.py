"""All rules over the migrations directory as it is on disk."""

from __future__ import annotations

from collections.abc import Iterator

from guardian.adapters.migrations_dir import read_lock, read_migration_files
from guardian.adapters.unfinished import refuse_unfinished
from guardian.app.check_naming import name_problems
from guardian.config import Config
from guardian.errors import GuardianError
from guardian.lint.order import order_problems
from guardian.lint.problem import Problem
from guardian.lint.tree import Tree, TreeFile
from guardian.migrate.lock_file import LOCK_FILE_NAME, LockFile, violations
from guardian.migrate.migration import MigrationFile
from guardian.migrate.migration_set import MigrationSet
from guardian.sqltext.statement import find_syntax_problem


def lint(config: Config) -> tuple[Problem, ...]:
    """Return the problems, sorted. Raises GuardianError for a directory or lock file that cannot be read."""
    directory = config.migrations_dir
    refuse_unfinished(directory)
    files = read_migration_files(directory)
    lock = read_lock(directory) or LockFile()
    tree = Tree(directory=str(config.migrations), files={n: TreeFile(content=c) for n, c in files.items()})
    names = name_problems(tree, config.naming)
    order = order_problems(tree, lock, naming=config.naming)
    return tuple(sorted({*names, *order, *_lock_problems(tree, lock, files), *_syntax_problems(tree)}))


def _lock_problems(tree: Tree, lock: LockFile, files: dict[str, bytes]) -> Iterator[Problem]:
    try:
        found = violations(lock, MigrationSet.from_files(files))
    except GuardianError:
        return  # two files of one version: a rule of its own says so
    for name, problem in found:
        message, _, remedy = problem.partition("; ")
        yield Problem(file=tree.path(name), rule="lock", message=message, remedy=remedy)


def _syntax_problems(tree: Tree) -> Iterator[Problem]:
    for name, file in tree.files.items():
        if name == LOCK_FILE_NAME:
            continue
        path = tree.path(name)
        try:
            problem = find_syntax_problem(MigrationFile(name=name, content=file.content).text)
        except GuardianError as fault:
            yield Problem(file=path, rule="syntax", message=str(fault), remedy="save the file as UTF-8 text")
            continue
        if problem is not None:
            remedy = f"see column {problem.column}"
            yield Problem(file=path, rule="syntax", line=problem.line, message=problem.message, remedy=remedy)
