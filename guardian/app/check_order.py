"""Do new migrations come after all that others have? Judged offline, from git alone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from guardian.adapters.git import Repository
from guardian.adapters.git_link import real_folder
from guardian.adapters.git_migrations import commit_tree, configured_directory, configured_numbering
from guardian.app.staged import Judged, Range, judged, known_lock, touched_names
from guardian.app.target_branch import TargetBranch, find_base, find_target_branch
from guardian.errors import ConfigError
from guardian.lint.order import Reference, order_problems
from guardian.lint.problem import Problem
from guardian.lint.tree import Tree
from guardian.migrate.lock_file import merge
from guardian.migrate.numbering import versions_of


def check_order(
    folder: Path, *, migrations: str | None = None, between: Range | None = None, target: str | None = None
) -> tuple[Problem, ...]:
    """Return the problems of the index, or of the range; nothing where no migration is touched.

    `target` is the branch whose migrations come first; without it guardian.toml names it, or git the remote's default.
    Judged is what that branch does not have yet, and what is touched. Raises GitError, ConfigError.
    """
    case = judged(folder, migrations=migrations, between=between)
    if case is None:
        return ()
    repository = Repository.discover(folder)
    commit = None if between is None else repository.commit(between.to)
    naming, git = configured_numbering(repository, commit)
    found = find_target_branch(repository, target or git.target_branch)
    fixed = None if migrations is None else repository.inside(migrations)
    trees = _Trees(repository, fixed, otherwise=case.after.directory)
    if commit is None:
        tips, references = _of_index(repository, case, trees, found)
    else:
        tips, references = _of_range(repository, case, trees, found, commit)
    known = known_lock(case)
    for tip in tips:
        known = merge(known, tip.lock)
    problems = order_problems(case.after, known, naming=naming, references=references)
    return tuple(sorted(_concerned(case, references, problems)))


class _Trees:
    """The migrations directory in commits, each where its own configuration says."""

    def __init__(self, repository: Repository, fixed: str | None, *, otherwise: str) -> None:
        self._repository, self._fixed, self._otherwise = repository, fixed, otherwise

    def at(self, commit: str | None) -> Tree:
        return commit_tree(self._repository, commit, self._directory(commit))

    def _directory(self, commit: str | None) -> str:
        if commit is None:
            return self._otherwise
        try:
            if self._fixed is not None:
                return real_folder(self._repository, commit, self._fixed)
            return configured_directory(self._repository, commit)
        except ConfigError:
            return self._otherwise


def _of_index(
    repository: Repository, case: Judged, trees: _Trees, target: TargetBranch | None
) -> tuple[tuple[Tree, ...], tuple[Reference, ...]]:
    head = repository.head()
    if target is None or head is None:
        names = _names(*(tree for _, tree in case.bases))
        return (), (Reference(name="HEAD", tip=names, base=names),)
    return _against(repository, trees, target, head)


def _of_range(
    repository: Repository, case: Judged, trees: _Trees, target: TargetBranch | None, commit: str
) -> tuple[tuple[Tree, ...], tuple[Reference, ...]]:
    ((since, base),) = case.bases
    replaced = Reference(name=_shown(since), tip=_names(base), base=_names(base if case.fork is None else case.fork))
    if target is None or repository.merge_base(target.commit, commit) == commit:
        return (), (replaced,)  # the branch has the commit already, such as a local main that is pushed
    tips, references = _against(repository, trees, target, commit)
    # A branch that is to be merged elsewhere than into the target branch has to fit there as well.
    return tips, references if case.fork is None else (*references, replaced)


def _against(
    repository: Repository, trees: _Trees, target: TargetBranch, commit: str
) -> tuple[tuple[Tree, ...], tuple[Reference, ...]]:
    tip, base = trees.at(target.commit), trees.at(find_base(repository, target, commit))
    return (tip,), (Reference(name=target.name, tip=_names(tip), base=_names(base)),)


def _shown(revision: str) -> str:
    """Return the revision as people read it: an id in short."""
    return revision[:12] if re.fullmatch(r"[0-9a-f]{40,64}", revision) else revision


def _names(*trees: Tree) -> frozenset[str]:
    return frozenset(name for tree in trees for name in tree.files)


def _concerned(case: Judged, references: tuple[Reference, ...], problems: Iterator[Problem]) -> Iterator[Problem]:
    """Leave alone what is older: a promoted file could not be renamed any more."""
    names = touched_names(case).union(*(reference.own(case.after) for reference in references))
    versions = versions_of(names)
    for problem in problems:
        name = posixpath.basename(problem.file)
        if name in names or versions_of([name]) & versions:
            yield problem
