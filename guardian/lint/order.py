"""A new version follows the ones that are there: no gap, and none below what is promoted.

A database that is at version 5 never runs a version 4 that comes later: golang-migrate passes it over in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardian.lint.problem import Problem
from guardian.lint.tree import Tree
from guardian.lint.versions import by_version
from guardian.migrate.lock_file import LockFile


def order_problems(tree: Tree, known: LockFile) -> Iterator[Problem]:
    """Judge versions that are not in the lock file `known`, the last agreed one; without lines, nothing is judged."""
    if not known.lines:
        return
    old = {line.version for line in known.lines if line.version is not None}
    promoted = max((line.version for line in known.promoted if line.version is not None), default=-1)
    versions = by_version(tree)
    for version, directions in versions.items():
        if version in old:
            continue
        name = next(iter(directions.values()))[0]
        remedy = f"give it the next free number, {_next_free(old, versions, version):06d}"
        if version < promoted:
            message = f"version {promoted} is promoted already, so version {version} would never run there"
            yield Problem(rule="order", file=tree.path(name), message=message, remedy=remedy)
        elif version > 1 and version - 1 not in old | versions.keys():
            message = f"there is no version {version - 1} before it"
            yield Problem(rule="order", file=tree.path(name), message=message, remedy=remedy)


def _next_free(old: set[int], versions: Iterable[int], version: int) -> int:
    return max(old | {other for other in versions if other < version}) + 1
