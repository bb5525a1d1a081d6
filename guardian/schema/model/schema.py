from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema(SchemaObject):
    kind: ClassVar[Kind] = Kind.SCHEMA
    identity: ClassVar[tuple[str, ...]] = ("schema",)

    schema: str
