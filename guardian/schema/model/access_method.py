from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessMethod(SchemaObject):
    """A way to store tables, or to index them."""

    kind: ClassVar[Kind] = Kind.ACCESS_METHOD
    identity: ClassVar[tuple[str, ...]] = ("access_method",)

    access_method: str
    type: str  # table or index
    handler: str
