"""A new version follows the ones that are there: no gap, none below what is promoted or what the target branch has.

A database that is at version 5 never runs a version 4 that comes later: golang-migrate passes it over in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from guardian.config import Naming, NumberStyle
from guardian.lint.problem import Problem, shown
from guardian.lint.tree import Tree
from guardian.lint.versions import by_version
from guardian.migrate.lock_file import LockFile, merge
from guardian.migrate.migration import Direction, parse_file_name
from guardian.migrate.numbering import own_names, versions_of

_USUAL = Naming()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What new versions must follow: the files of a branch's `tip`, and of the `base` where one's own branch left it.

    `name` is what people call the branch, such as "origin/main".
    """

    name: str
    tip: frozenset[str]
    base: frozenset[str] = frozenset()

    @property
    def last(self) -> int:
        return max(versions_of(self.tip | self.base), default=-1)

    def own(self, tree: Tree) -> frozenset[str]:
        """Return the tree's files that are new to the reference; a squash's baseline takes a number that was there."""
        squashed = {line.file for line in tree.lock.lines if line.replaces}
        return own_names(tree.files, tip=self.tip, base=self.base) - squashed


def order_problems(
    tree: Tree, known: LockFile, *, naming: Naming = _USUAL, references: Sequence[Reference] = ()
) -> Iterator[Problem]:
    """Judge against the lock file `known`, the last agreed one, and the references.

    Without lines in the lock file gaps are not judged. Two files of one version are for the rule `duplicate`.
    """
    agreed = {line.version for line in known.lines if line.version is not None}
    promoted = {line.file: line.version for line in merge(known, tree.lock).promoted if line.version is not None}
    # A promoted file that comes back, as one renamed by mistake, has its place.
    own = [(reference, reference.own(tree) - promoted.keys(), reference.last) for reference in references]
    there = agreed.union(*(versions_of(reference.tip) for reference in references))
    versions = by_version(tree)
    for version, directions in versions.items():
        # Up first, as that is the file which people think of.
        names = [name for direction in Direction for name in directions.get(direction, ())]
        late = _late(names, version, promoted, tree) or _behind(names, version, own, tree)
        if late:
            remedy = _remedy(naming, max(there.union(versions), default=0) + 1)
            yield Problem(rule="order", file=tree.path(late[0]), message=late[1], remedy=remedy)
        elif naming.gapless and agreed and version not in there and version - 1 not in there.union(versions, {0, -1}):
            free = max(there.union(other for other in versions if other < version), default=0) + 1
            message = f"there is no version {version - 1} before it"
            remedy = f"give it the next free number, {naming.written(free)}"
            yield Problem(rule="order", file=tree.path(names[0]), message=message, remedy=remedy)


def _late(names: Sequence[str], version: int, promoted: dict[str, int], tree: Tree) -> tuple[str, str] | None:
    """Return the file that would never run where a later version is promoted, and why."""
    last = max(promoted.values(), default=-1)
    late = [name for name in names if version <= last and name not in promoted]
    if not late or (version == last and _taken_here(version, promoted, tree)):
        return None
    return late[0], f"version {last} is promoted already, so this version {version} would never run there"


def _behind(
    names: Sequence[str], version: int, own: Sequence[tuple[Reference, frozenset[str], int]], tree: Tree
) -> tuple[str, str] | None:
    """Return the file that comes too late for a reference, and why."""
    for reference, ours, last in own:
        new = [name for name in names if name in ours]
        if not new or version > last or (version == last and _taken_here(version, reference.tip, tree)):
            continue
        if version == last:
            rival = min(name for name in reference.tip | reference.base if versions_of([name]) == {version})
            return new[0], f"{shown(reference.name)} has the same version already, {shown(rival)}"
        name = shown(reference.name)
        return new[0], f"{name} is at version {last} already, so this version {version} would come too late"
    return None


def _taken_here(version: int, names: Collection[str], tree: Tree) -> bool:
    """Say whether the tree itself has the other file of the version, so that it is a duplicate in plain sight."""
    found = ((name, parse_file_name(name)) for name in names)
    return any(parsed and parsed.version == version and name in tree.files for name, parsed in found)


def _remedy(naming: Naming, free: int) -> str:
    if naming.style is NumberStyle.TIMESTAMP:
        return "guardian renumber gives it a later time"
    return f"guardian renumber, or give it the next free number, {naming.written(free)}"
