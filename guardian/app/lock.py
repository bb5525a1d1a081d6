"""Write the lock file anew from the migration files."""

from __future__ import annotations

from pathlib import Path

from guardian.adapters.git import GitError, Repository
from guardian.adapters.git_migrations import commit_tree
from guardian.adapters.migrations_dir import read_damaged_lock, read_migration_files, write_lock
from guardian.adapters.unfinished import refuse_unfinished
from guardian.migrate.lock_file import LockFile, merge, update
from guardian.migrate.migration_set import MigrationSet


def rewrite_lock(directory: Path) -> bool:
    """Write the lock file of the directory; return whether it changed.

    Promoted lines come from what is committed first, then from the file on disk: so an edited or conflicted lock file
    is put right, and a promotion that is not committed yet is kept.
    """
    refuse_unfinished(directory)
    migration_set = MigrationSet.from_files(read_migration_files(directory))
    return write_lock(directory, update(known_lock(directory), migration_set))


def known_lock(directory: Path) -> LockFile:
    """Return what is committed on all sides of a merge, and what can be read of the file on disk."""
    return merge(_committed_lock(directory), read_damaged_lock(directory))


def _committed_lock(directory: Path) -> LockFile:
    try:
        repository = Repository.discover(directory)
        commits = (repository.head(), *repository.merge_heads())
    except GitError:
        return LockFile()  # no git here: the file on disk is all there is
    lock = LockFile()
    for commit in commits:
        lock = merge(lock, commit_tree(repository, commit, repository.inside(".")).lock)
    return lock
