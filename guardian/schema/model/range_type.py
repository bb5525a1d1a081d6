from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeType(SchemaObject):
    """A type made by CREATE TYPE … AS RANGE, with the multirange type that the server makes beside it."""

    kind: ClassVar[Kind] = Kind.RANGE
    identity: ClassVar[tuple[str, ...]] = ("schema", "range")

    schema: str
    range: str
    subtype: str
    operator_class: str
    collation: str | None
    canonical: str | None
    difference: str | None
    multirange: str
