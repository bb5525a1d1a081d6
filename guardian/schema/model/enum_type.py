from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumType(SchemaObject):
    """A type made by CREATE TYPE … AS ENUM; the labels in their order."""

    kind: ClassVar[Kind] = Kind.ENUM
    identity: ClassVar[tuple[str, ...]] = ("schema", "enum")

    schema: str
    enum: str
    labels: tuple[str, ...]
