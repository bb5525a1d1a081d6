from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, TablePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(TablePart):
    """An index that is not the means of a constraint.

    `parent_index` is (schema, index) of the partitioned index that it is attached to. `statistics` are the targets of
    its expressions, as "column number=target".
    """

    kind: ClassVar[Kind] = Kind.INDEX
    identity: ClassVar[tuple[str, ...]] = ("schema", "index")
    derived: ClassVar[frozenset[str]] = frozenset({"on_view"})

    index: str
    definition: str
    unique: bool
    valid: bool
    tablespace: str | None
    statistics: tuple[str, ...]
    parent_index: tuple[str, str] | None
    ready: bool = True  # false while CREATE INDEX CONCURRENTLY is at its first step
    live: bool = True  # false while DROP INDEX CONCURRENTLY is at its last
