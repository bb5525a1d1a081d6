"""The schema of one database at one moment."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from guardian.schema.model.base import Key, Kind, SchemaObject


class Dependency(NamedTuple):
    """`dependent` cannot exist without `on`, as the server's pg_depend knows it."""

    dependent: Key
    on: Key


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The schema of one database: `objects` sorted by kind and name, `schemas` the managed ones that were asked for.

    `server_version` is the server's number, such as 180004. `dependencies` order DDL; they are no part of a comparison.
    `unseen` are what the reading role may not read, kinds such as "policy", and attributes of all kinds such as
    "privileges": they are never compared.
    Not slotted, so that the look-ups below are computed once.
    """

    server_version: int
    schemas: tuple[str, ...]
    objects: tuple[SchemaObject, ...]
    dependencies: tuple[Dependency, ...] = ()
    unseen: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        objects: list[SchemaObject],
        *,
        server_version: int,
        schemas: tuple[str, ...] = ("public",),
        dependencies: set[Dependency] | frozenset[Dependency] = frozenset(),
        unseen: tuple[str, ...] = (),
    ) -> Snapshot:
        """Return the snapshot with everything in its canonical order."""
        return cls(
            server_version=server_version,
            schemas=tuple(sorted(schemas)),
            objects=tuple(sorted(objects, key=lambda found: order(found.key))),
            dependencies=tuple(sorted(dependencies, key=lambda edge: (order(edge.dependent), order(edge.on)))),
            unseen=tuple(sorted(unseen)),
        )

    @functools.cached_property
    def by_key(self) -> Mapping[Key, SchemaObject]:
        return {found.key: found for found in self.objects}

    @functools.cached_property
    def parts(self) -> Mapping[Key, tuple[SchemaObject, ...]]:
        """The parts of each table or view, in the snapshot's order."""
        found: dict[Key, list[SchemaObject]] = defaultdict(list)
        for part in self.objects:
            if part.parent is not None:
                found[part.parent].append(part)
        return {key: tuple(parts) for key, parts in found.items()}

    @functools.cached_property
    def needs(self) -> Mapping[Key, tuple[Key, ...]]:
        """What each object depends on."""
        found: dict[Key, list[Key]] = defaultdict(list)
        for dependent, on in self.dependencies:
            found[dependent].append(on)
        return {key: tuple(needed) for key, needed in found.items()}

    @functools.cached_property
    def needed_by(self) -> Mapping[Key, tuple[Key, ...]]:
        """What depends on each object."""
        found: dict[Key, list[Key]] = defaultdict(list)
        for dependent, on in self.dependencies:
            found[on].append(dependent)
        return {key: tuple(dependents) for key, dependents in found.items()}


_ORDER = {kind: number for number, kind in enumerate(Kind)}


def order(key: Key) -> tuple[int, str]:
    """Return what to sort by: the kinds in their order, then the name."""
    return _ORDER[key.kind], key.name
