from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, TablePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint(TablePart):
    """A constraint of a table.

    `definition` is what the server prints, without the words that other attributes stand for (DEFERRABLE, NOT VALID).
    A plain NOT NULL is an attribute of its column; a constraint of type not_null is one that says more: a name of its
    own, NO INHERIT or NOT VALID (PostgreSQL 18 and later).

    Its index has no other place: `options` are the storage parameters, `index_valid` and `index_comment` are of it.
    `enabled` is the state of the triggers that a foreign key works by: origin, or what somebody has made of it.
    """

    kind: ClassVar[Kind] = Kind.CONSTRAINT
    identity: ClassVar[tuple[str, ...]] = ("schema", "table", "constraint")
    derived: ClassVar[frozenset[str]] = frozenset({"on_view", "inherited", "columns", "parent_index"})

    constraint: str
    type: str  # check, foreign_key, primary_key, unique, exclude, not_null
    definition: str
    validated: bool
    deferrable: bool
    deferred: bool
    options: tuple[str, ...]
    columns: tuple[str, ...]
    parent_index: tuple[str, str] | None  # what its index is attached to
    inherited: bool
    redeclared: bool = False  # inherited, and declared here as well
    tablespace: str | None = None
    index_valid: bool = True
    index_comment: str | None = None
    index_statistics: tuple[str, ...] = ()
    enabled: str = "origin"
