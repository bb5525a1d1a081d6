from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignDataWrapper(SchemaObject):
    """A foreign-data wrapper; handler and validator are functions, the values of secret options are not read."""

    kind: ClassVar[Kind] = Kind.FOREIGN_DATA_WRAPPER
    identity: ClassVar[tuple[str, ...]] = ("wrapper",)
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"options"}
    redacted: ClassVar[frozenset[str]] = frozenset({"options"})

    wrapper: str
    handler: str | None
    validator: str | None
    options: tuple[tuple[str, str], ...]
