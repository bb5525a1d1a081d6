"""One version is one migration: two branches that both took the next number merge without a conflict in git."""

from __future__ import annotations

from collections.abc import Iterator

from guardian.config import Naming
from guardian.lint.problem import Problem, shown
from guardian.lint.tree import Tree
from guardian.lint.versions import by_version

_USUAL = Naming()


def duplicate_problems(tree: Tree, naming: Naming = _USUAL) -> Iterator[Problem]:
    versions = by_version(tree)
    free = max(versions, default=0) + 1
    for version, directions in versions.items():
        for first, *others in directions.values():
            for name in others:
                yield Problem(
                    rule="duplicate",
                    file=tree.path(name),
                    message=f"version {version} is already that of {shown(first)}",
                    remedy="guardian renumber, or give the one that is not promoted the next free number, "
                    f"{naming.written(free)}",
                )
