"""What a hook judges: the index against HEAD, or one commit against another."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guardian.adapters.git import GitError, Repository
from guardian.adapters.git_link import real_folder
from guardian.adapters.git_migrations import (
    commit_tree,
    configured_directory,
    index_tree,
    named_directory,
    touches,
)
from guardian.errors import ConfigError, UsageError
from guardian.lint.tree import Tree
from guardian.migrate.lock_file import LOCK_FILE_NAME, LockFile, merge

_NO_COMMIT = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Two commits. With `strict`, `to` replaces `since`, as in a push; without, it is a branch to be merged into it."""

    since: str
    to: str = "HEAD"
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`after` against its `bases`, each (revision, tree); `fork` is where a branch left its base.

    `folder` is where the directory stands on disk, None for a range. A base that has no lock file is followed by the
    last commit that had one: what was promoted stays so, whoever lost the list of it.
    """

    after: Tree
    bases: tuple[tuple[str, Tree], ...]
    fork: Tree | None = None
    folder: Path | None = None


def judged(folder: Path, *, migrations: str | None, between: Range | None) -> Judged | None:
    """Return what is to be judged, None where nothing of the migrations directory is touched."""
    repository = Repository.discover(folder)
    directory = None if migrations is None else repository.inside(migrations)
    if between is None:
        return _index(repository, directory)
    return _range(repository, directory, between)


def _index(repository: Repository, fixed: str | None) -> Judged | None:
    if repository.bare:
        raise UsageError(f"{repository.root} is a bare repository without an index; use --from-ref and --to-ref")
    head = repository.head()
    commits = (head, *repository.merge_heads())
    changes = {commit: repository.staged_changes(commit) for commit in commits}
    places = {commit: _place(repository, commit, fixed, otherwise=None) for commit in commits}
    directory = _judged_directory(repository, None, fixed, places)
    if not any(places[commit] != directory or touches(changes[commit], {directory}) for commit in commits):
        return None
    bases = [(_shown(commit, head), commit_tree(repository, commit, places[commit])) for commit in commits]
    lost = [found for commit in commits for found in _lost(repository, commit, places[commit])]
    return Judged(
        after=index_tree(repository, head, changes[head], directory),
        bases=(*bases, *lost),
        folder=repository.root / directory,
    )


def _range(repository: Repository, fixed: str | None, between: Range) -> Judged | None:
    if not between.to.strip(_NO_COMMIT):
        return None  # git's name for "the branch is deleted"
    to = repository.commit(between.to)
    since = repository.commit(between.since) if between.since.strip(_NO_COMMIT) else None
    fork = since if between.strict or since is None else _fork(repository, since, to)
    changes = repository.changes(fork, to)
    old = _place(repository, fork, fixed, otherwise=to)
    directory = _judged_directory(repository, to, fixed, {fork: old})
    if old == directory and not touches(changes, {directory}):
        return None
    base = commit_tree(repository, since, _place(repository, since, fixed, otherwise=to))
    return Judged(
        after=commit_tree(repository, to, directory),
        bases=((between.since, base), *_lost(repository, since or to, old)),
        fork=None if fork == since else commit_tree(repository, fork, old),
    )


def _lost(repository: Repository, commit: str | None, directory: str) -> Iterator[tuple[str, Tree]]:
    """Yield the last commit that had a lock file, where this one lacks it."""
    path = posixpath.join(directory, LOCK_FILE_NAME)
    if commit is None or path in repository.files(commit, directory):
        return
    found = repository.last_commit_with(commit, path)
    if found is not None:
        yield found[:12], commit_tree(repository, found, directory)


def _fork(repository: Repository, since: str, to: str) -> str:
    found = repository.merge_base(since, to)
    if found is None:
        raise GitError(
            f"git finds no commit where {to[:12]} left {since[:12]}; fetch the whole history, in CI with fetch-depth: 0"
        )
    return found


def _place(repository: Repository, commit: str | None, fixed: str | None, *, otherwise: str | None) -> str:
    """Return the directory of a base; where its configuration is broken, which is to be put right, ask `otherwise`."""
    if commit is None:
        return _directory(repository, otherwise, fixed)
    try:
        return _directory(repository, commit, fixed)
    except ConfigError:
        return _directory(repository, otherwise, fixed)


def _judged_directory(
    repository: Repository, commit: str | None, fixed: str | None, places: Mapping[str | None, str]
) -> str:
    """Return the directory of what is judged against bases with these directories."""
    named = named_directory(repository, commit) if fixed is None else fixed
    if any(named == place and repository.files(base, place) for base, place in places.items()):
        # It was a folder: a link in its place is no such folder, and what was promoted is gone from it.
        return named
    return real_folder(repository, commit, named)


def _directory(repository: Repository, commit: str | None, fixed: str | None) -> str:
    return configured_directory(repository, commit) if fixed is None else real_folder(repository, commit, fixed)


def _shown(commit: str | None, head: str | None) -> str:
    return "HEAD" if commit is None or commit == head else commit[:12]


def touched_names(case: Judged) -> set[str]:
    """Return the names of files that `after` has otherwise than a base; than the fork, where there is one."""
    bases = [case.fork] if case.fork else [tree for _, tree in case.bases]
    after = case.after.files
    return {
        name for base in bases for name in base.files.keys() | after.keys() if base.files.get(name) != after.get(name)
    }


def known_lock(case: Judged) -> LockFile:
    """Return the lock file that everybody agreed on before: that of all bases."""
    lock = LockFile()
    for _, tree in case.bases:
        lock = merge(lock, tree.lock)
    return lock
