from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class View(SchemaObject):
    """A view or materialized view; whether it is populated is no part of the schema.

    `columns` are "name type", in order: what the definition yields, needed to know whether it can be replaced in place.
    `column_settings` are what ALTER and COMMENT gave to columns, as ("a default", "1"), and `column_privileges` what
    was granted on them, as ("a role SELECT", "granted").
    """

    kind: ClassVar[Kind] = Kind.VIEW
    identity: ClassVar[tuple[str, ...]] = ("schema", "view")
    derived: ClassVar[frozenset[str]] = frozenset({"columns"})
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"column_settings", "column_privileges"}

    schema: str
    view: str
    materialized: bool
    definition: str
    options: tuple[str, ...]
    columns: tuple[str, ...]
    column_settings: tuple[tuple[str, str], ...] = ()
    column_privileges: tuple[tuple[str, str], ...] = ()
    access_method: str | None = None  # None for heap
    tablespace: str | None = None
    persistence: str = "permanent"
    cluster_index: str | None = None
