"""Columns: only their order among each other counts, not the gaps that added and dropped columns leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from guardian.schema.model import Column, Key, SchemaObject


def rank_common(old: Mapping[Key, SchemaObject], new: Mapping[Key, SchemaObject]) -> Mapping[Key, int]:
    """Return, for the columns that stand in both, their place among the columns of the table that stand in both."""
    tables: dict[Key, list[Column]] = defaultdict(list)
    for key, found in old.items():
        if isinstance(found, Column) and key in new:
            tables[found.parent].append(found)
    return {
        column.key: place
        for columns in tables.values()
        for place, column in enumerate(sorted(columns, key=lambda column: column.position), start=1)
    }


def with_rank(found: SchemaObject, ranks: Mapping[Key, int]) -> SchemaObject:
    if isinstance(found, Column) and found.key in ranks:
        return replace(found, position=ranks[found.key])
    return found


def positions_only(names: Iterable[str]) -> bool:
    """Return whether column order is all that differs: information, since no statement can change it."""
    return set(names) == {"position"}
