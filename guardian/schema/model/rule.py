from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, TablePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(TablePart):
    """A rewrite rule of a table or view, other than the one that makes a view a view."""

    kind: ClassVar[Kind] = Kind.RULE
    identity: ClassVar[tuple[str, ...]] = ("schema", "table", "rule")
    derived: ClassVar[frozenset[str]] = frozenset({"on_view"})

    rule: str
    definition: str
    enabled: str  # origin, disabled, replica or always
