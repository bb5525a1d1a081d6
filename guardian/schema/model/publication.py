from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(SchemaObject):
    """A publication. `tables` are (table, columns or None for all, row filter or None); `schemas` are whole ones."""

    kind: ClassVar[Kind] = Kind.PUBLICATION
    identity: ClassVar[tuple[str, ...]] = ("publication",)
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"tables"}

    publication: str
    all_tables: bool
    tables: tuple[tuple[str, str | None, str | None], ...]
    schemas: tuple[str, ...]
    operations: tuple[str, ...]  # of insert, update, delete, truncate
    via_root: bool
    generated_columns: str  # none or stored (PostgreSQL 18 and later)
