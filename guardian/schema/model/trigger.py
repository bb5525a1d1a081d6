from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, TablePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(TablePart):
    """A trigger of a table or view. An `inherited` one is the copy that a partition has of its parent's."""

    kind: ClassVar[Kind] = Kind.TRIGGER
    identity: ClassVar[tuple[str, ...]] = ("schema", "table", "trigger")
    derived: ClassVar[frozenset[str]] = frozenset({"on_view", "inherited"})

    trigger: str
    definition: str
    enabled: str  # origin, disabled, replica or always
    inherited: bool
