from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite(SchemaObject):
    """A type made by CREATE TYPE … AS (…); the row type of a table is none.

    `attributes` are (name, type, collation) in their order, the collation None for that of the type.
    """

    kind: ClassVar[Kind] = Kind.COMPOSITE
    identity: ClassVar[tuple[str, ...]] = ("schema", "composite")
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {
        "columns",
        "column_comments",
        "column_labels",
    }

    schema: str
    composite: str
    columns: tuple[tuple[str, str, str | None], ...]
    column_comments: tuple[tuple[str, str], ...]
    column_labels: tuple[tuple[str, str, str], ...]
