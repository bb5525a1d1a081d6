"""One difference between two snapshots."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guardian.schema.model import Key, Kind, SchemaObject


class ChangeKind(enum.StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened to one object on the way from an old to a new snapshot.

    `attributes` maps the name of each attribute that differs to (old, new), sorted; it is empty for added and removed
    objects, where `new` or `old` has everything.
    """

    kind: Kind
    name: str
    change: ChangeKind
    attributes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict, hash=False)
    old: SchemaObject | None = None
    new: SchemaObject | None = None

    @property
    def key(self) -> Key:
        return Key(self.kind, self.name)

    @property
    def parent(self) -> Key | None:
        found = self.new or self.old
        return found.parent if found else None

    def reversed(self) -> Change:
        """Return the change that undoes this one."""
        back = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
        return Change(
            kind=self.kind,
            name=self.name,
            change=back.get(self.change, self.change),
            attributes={name: (new, old) for name, (old, new) in self.attributes.items()},
            old=self.new,
            new=self.old,
        )
