from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast(SchemaObject):
    """A cast from one type to another, named by both."""

    kind: ClassVar[Kind] = Kind.CAST
    identity: ClassVar[tuple[str, ...]] = ("source", "target")

    source: str
    target: str
    method: str  # function, inout or binary
    function: str | None
    context: str  # explicit, assignment or implicit

    def _name(self) -> str:
        return f"({self.source} AS {self.target})"
