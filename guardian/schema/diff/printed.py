"""Attributes that the server prints from what it has parsed: two texts may mean the same.

Text alone cannot decide that, so it is left to one server: see guardian.pg.reprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from guardian.schema.diff.change import Change, ChangeKind
from guardian.schema.diff.item import item_differences
from guardian.schema.model import Key, Kind, SchemaObject, Snapshot

PRINTED: Mapping[Kind, frozenset[str]] = {
    Kind.TABLE: frozenset({"partition_key", "partition_bound"}),
    Kind.COLUMN: frozenset({"default", "expression"}),
    Kind.CONSTRAINT: frozenset({"definition"}),
    Kind.INDEX: frozenset({"definition"}),
    Kind.STATISTICS: frozenset({"definition"}),
    Kind.VIEW: frozenset({"definition", "column_settings"}),
    Kind.RULE: frozenset({"definition"}),
    Kind.TRIGGER: frozenset({"definition"}),
    Kind.POLICY: frozenset({"using", "check"}),
    Kind.FUNCTION: frozenset({"arguments", "body"}),
    Kind.AGGREGATE: frozenset({"arguments"}),
    Kind.DOMAIN: frozenset({"default", "constraints"}),
    Kind.PUBLICATION: frozenset({"tables"}),
}


def undecided(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes whose printed texts differ, so that a server should be asked."""
    return tuple(change for change in changes if any(_is_printed(change.kind, path) for path in change.attributes))


def settled(changes: Iterable[Change], old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Yield the changes without the texts that are equal in `old` and `new`, both as one server prints them.

    Of an object that could not be made there the difference stays.
    """
    for change in changes:
        if change.change is not ChangeKind.ALTERED:
            yield change
            continue
        same = {path for path in change.attributes if _same(change, path, old, new)}
        left = {path: pair for path, pair in change.attributes.items() if path not in same}
        if left:
            yield replace(change, attributes=left)


def _is_printed(kind: Kind, path: str) -> bool:
    return path.split(".", 1)[0] in PRINTED.get(kind, frozenset())


def _same(change: Change, path: str, old: Snapshot, new: Snapshot) -> bool:
    key = Key(change.kind, change.name)
    one, other = old.by_key.get(key), new.by_key.get(key)
    if not _is_printed(change.kind, path) or one is None or other is None:
        return False
    # Without the text on either side, the server could not make it: then it has not said what it means.
    printed = _printed(one, path)
    return bool(printed) and printed == _printed(other, path)


def _printed(found: SchemaObject, path: str) -> Any:  # noqa: ANN401
    name = path.split(".", 1)[0]
    value = getattr(found, name)
    if path == name:
        return value
    items = {item: new for item, (_, new) in item_differences(type(found), name, (), value)}
    return items.get(path)
