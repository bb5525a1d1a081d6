from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(SchemaObject):
    """A conversion between two encodings."""

    kind: ClassVar[Kind] = Kind.CONVERSION
    identity: ClassVar[tuple[str, ...]] = ("schema", "conversion")

    schema: str
    conversion: str
    source: str
    destination: str
    function: str
    default: bool
