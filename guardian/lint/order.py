"""A new version follows the ones that are there: no gap, and none below what is promoted.

A database that is at version 5 never runs a version 4 that comes later: golang-migrate passes it over in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardian.lint.problem import Problem
from guardian.lint.tree import Tree
from guardian.lint.versions import by_version
from guardian.migrate.lock_file import LockFile, merge
from guardian.migrate.migration import Direction


def order_problems(tree: Tree, known: LockFile) -> Iterator[Problem]:
    """Judge against the lock file `known`, the last agreed one; without lines in it, gaps are not judged."""
    old = {line.version for line in known.lines if line.version is not None}
    promoted = {line.file: line.version for line in merge(known, tree.lock).promoted if line.version is not None}
    last = max(promoted.values(), default=-1)
    versions = by_version(tree)
    for version, directions in versions.items():
        # Up first, as that is the file which people think of.
        names = [name for direction in Direction for name in directions.get(direction, ())]
        late = [name for name in names if version <= last and name not in promoted]
        free = f"give it the next free number, {_next_free(old, versions, version, last):06d}"
        if late:
            message = f"version {last} is promoted already, so this version {version} would never run there"
            yield Problem(rule="order", file=tree.path(late[0]), message=message, remedy=free)
        elif old and version not in old and version > 1 and version - 1 not in old | versions.keys():
            message = f"there is no version {version - 1} before it"
            yield Problem(rule="order", file=tree.path(names[0]), message=message, remedy=free)


def _next_free(old: set[int], versions: Iterable[int], version: int, last: int) -> int:
    taken = old | set(versions) if version <= last else old | {other for other in versions if other < version}
    return max(taken, default=0) + 1
