from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, Privilege, TablePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(TablePart):
    """A column of a table.

    `position` counts from 1 without the gaps of dropped columns. Storage, compression and statistics target are None
    where they are the type's or server's default. An `inherited` column comes from a parent table, a `redeclared` one
    does and was declared here as well.

    The sequence of an identity column goes with it: `identity_sequence` is its name where it is not the one that the
    server gives, and its comment, privileges, labels, persistence and type are attributes here.
    """

    kind: ClassVar[Kind] = Kind.COLUMN
    identity: ClassVar[tuple[str, ...]] = ("schema", "table", "column")
    redacted: ClassVar[frozenset[str]] = frozenset({"foreign_options"})
    derived: ClassVar[frozenset[str]] = frozenset({"on_view", "inherited", "type_storage"})
    itemised: ClassVar[frozenset[str]] = TablePart.itemised | {
        "sequence_privileges",
        "sequence_security_labels",
        "foreign_options",
    }
    role_fields: ClassVar[frozenset[str]] = frozenset({"sequence_privileges"})

    column: str
    position: int
    type: str
    collation: str | None
    not_null: bool
    default: str | None
    generated: str | None  # stored or virtual
    expression: str | None  # of a generated column
    identity_kind: str | None  # always or by default
    identity_start: int | None
    identity_options: tuple[str, ...]  # clauses such as "INCREMENT BY 1"
    storage: str | None
    type_storage: str  # the default of the type
    compression: str | None
    statistics: int | None
    options: tuple[str, ...]
    inherited: bool
    redeclared: bool = False
    identity_sequence: str | None = None
    sequence_persistence: str | None = None  # unlogged where the table is not, or the other way round
    sequence_comment: str | None = None
    sequence_privileges: tuple[Privilege, ...] = ()
    sequence_security_labels: tuple[tuple[str, str], ...] = ()
    sequence_type: str | None = None  # where it is not the column's
    not_null_comment: str | None = None  # on a NOT NULL that is no constraint of its own
    foreign_options: tuple[tuple[str, str], ...] = ()  # of a foreign table's
