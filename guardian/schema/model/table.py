from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(SchemaObject):
    """A table, partitioned or foreign ones too, without its columns, constraints, indexes, triggers and policies.

    `parents` are (schema, table) of what it inherits from, in order; with a `partition_bound` it is a partition of
    the only one. `options` are storage parameters as "name=value", those of the TOAST table with the prefix "toast.".
    A foreign table is one that has a `server`.
    """

    kind: ClassVar[Kind] = Kind.TABLE
    identity: ClassVar[tuple[str, ...]] = ("schema", "table")
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"foreign_options"}
    redacted: ClassVar[frozenset[str]] = frozenset({"foreign_options"})

    schema: str
    table: str
    partitioned: bool
    persistence: str  # permanent or unlogged
    access_method: str | None  # None for heap
    tablespace: str | None  # None for the database's
    row_security: bool
    force_row_security: bool
    partition_key: str | None
    partition_bound: str | None
    parents: tuple[tuple[str, str], ...]
    of_type: str | None
    replica_identity: str  # default, full, nothing or index
    replica_index: str | None
    cluster_index: str | None
    options: tuple[str, ...]
    detach_pending: bool = False  # DETACH PARTITION CONCURRENTLY was cut off
    server: str | None = None
    foreign_options: tuple[tuple[str, str], ...] = ()
