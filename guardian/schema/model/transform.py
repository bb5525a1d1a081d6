from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.names import quote_ident
from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform(SchemaObject):
    """How a procedural language takes and gives values of a type."""

    kind: ClassVar[Kind] = Kind.TRANSFORM
    identity: ClassVar[tuple[str, ...]] = ("type", "language")

    type: str
    language: str
    from_sql: str | None
    to_sql: str | None

    def _name(self) -> str:
        return f"FOR {self.type} LANGUAGE {quote_ident(self.language)}"
