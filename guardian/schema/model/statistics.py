from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, TablePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics(TablePart):
    """Extended statistics of a table.

    `definition` is what the server prints: kinds, columns and expressions, table. `target` is None for the default.
    """

    kind: ClassVar[Kind] = Kind.STATISTICS
    identity: ClassVar[tuple[str, ...]] = ("statistics_schema", "statistics")
    derived: ClassVar[frozenset[str]] = frozenset({"on_view"})

    statistics_schema: str
    statistics: str
    definition: str
    target: int | None
