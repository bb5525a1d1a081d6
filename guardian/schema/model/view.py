from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class View(SchemaObject):
    """A view or materialized view; whether it is populated is no part of the schema.

    `columns` are "name type", in order: what the definition yields, needed to know whether it can be replaced in place.
    """

    kind: ClassVar[Kind] = Kind.VIEW
    identity: ClassVar[tuple[str, ...]] = ("schema", "view")
    derived: ClassVar[frozenset[str]] = frozenset({"columns"})

    schema: str
    view: str
    materialized: bool
    definition: str
    options: tuple[str, ...]
    columns: tuple[str, ...]
