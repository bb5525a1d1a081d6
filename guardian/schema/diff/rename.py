"""What may have been renamed: something removed and something added that are equal but for their names.

A suggestion and no more: nothing is ever done on account of it, since two things that look alike may hold other data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from guardian.names import quote_ident
from guardian.schema.diff.change import Change, ChangeKind
from guardian.schema.diff.column import rank_common
from guardian.schema.diff.scope import EVERYTHING, Scope
from guardian.schema.model import Column, Index, Key, Kind, SchemaObject, Snapshot

# For each the field that holds the name; a rename leaves all others as they are.
_NAME_FIELDS: Mapping[Kind, str] = {
    kind: str(kind)
    for kind in (
        Kind.TABLE,
        Kind.COLUMN,
        Kind.CONSTRAINT,
        Kind.INDEX,
        Kind.FUNCTION,
        Kind.VIEW,
        Kind.SEQUENCE,
        Kind.ENUM,
        Kind.DOMAIN,
        Kind.COMPOSITE,
        Kind.RANGE,
    )
}
# What PostgreSQL names after the table, and does not rename with it.
_NAMED_AFTER_TABLE = frozenset({"identity_sequence"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """`old` was removed and `new` added; they differ in nothing but the name."""

    kind: Kind
    old: str
    new: str


def suggest_renames(
    changes: Iterable[Change], old: Snapshot, new: Snapshot, *, scope: Scope = EVERYTHING
) -> tuple[Rename, ...]:
    """Return what may be a rename, by kind and old name; where there are two candidates on a side, nothing.

    `changes` are those between old and new under the scope.
    """
    found = tuple(changes)
    removed = _by_structure(found, ChangeKind.REMOVED, _Side(old, new, scope))
    added = _by_structure(found, ChangeKind.ADDED, _Side(new, old, scope))
    return tuple(
        Rename(kind=gone[0].kind, old=gone[0].name, new=come[0].name)
        for structure, gone in removed.items()
        if len(gone) == 1 and len(come := added.get(structure, [])) == 1
    )


class _Side:
    """One of the snapshots, seen from the other."""

    def __init__(self, snapshot: Snapshot, other: Snapshot, scope: Scope) -> None:
        self.parts, self.scope = snapshot.parts, scope
        self.ranks = rank_common(snapshot.by_key, other.by_key)

    def structure(self, found: SchemaObject) -> Hashable | None:
        """Return everything but the name; None for what has too little of its own to be known again."""
        name = _NAME_FIELDS.get(found.kind)
        if name is None:
            return None
        values = {field: getattr(found, field) for field in found.identity if field != name}
        values |= {n: v for n, v in found.values().items() if self.scope.counts(found.kind, n)}
        if isinstance(found, Index):
            values["definition"] = _without_name(found)
        if isinstance(found, Column):
            values["position"] = self._place(found)
        if found.kind is Kind.TABLE:
            values["columns"] = self._columns(found.key)
            if not values["columns"]:
                return None
        return found.kind, tuple(sorted(values.items()))

    def _columns(self, table: Key) -> Hashable:
        return tuple(
            (part.position, part.column, *self._column_values(part))
            for part in sorted(
                (part for part in self.parts.get(table, ()) if isinstance(part, Column)), key=lambda part: part.position
            )
        )

    def _column_values(self, column: Column) -> Iterable[Hashable]:
        return tuple(
            (name, value)
            for name, value in column.values().items()
            if name not in _NAMED_AFTER_TABLE and self.scope.counts(Kind.COLUMN, name)
        )

    def _place(self, column: Column) -> int:
        """Return after how many of the columns that both sides have this one stands."""
        others = (part for part in self.parts.get(column.parent, ()) if isinstance(part, Column))
        return sum(other.key in self.ranks and other.position < column.position for other in others)


def _by_structure(changes: Iterable[Change], which: ChangeKind, side: _Side) -> Mapping[Hashable, list[SchemaObject]]:
    found: dict[Hashable, list[SchemaObject]] = defaultdict(list)
    for change in changes:
        whole = change.new or change.old
        structure = side.structure(whole) if whole is not None and change.change is which else None
        if structure is not None and whole is not None:
            found[structure].append(whole)
    return found


def _without_name(index: Index) -> str:
    return index.definition.replace(f" INDEX {quote_ident(index.index)} ON ", " INDEX ON ", 1)
