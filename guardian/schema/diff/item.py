"""Attributes that are lists of named items: what differs is told item by item, as `privileges.anon.SELECT`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guardian.schema.model import Privilege, SchemaObject

Pair = tuple[Any, Any]


def item_differences(kind: type[SchemaObject], name: str, old: Any, new: Any) -> Iterator[tuple[str, Pair]]:  # noqa: ANN401
    """Yield (path, (old, new)): one for a plain attribute, one per item for a list of them; None for no such item.

    Where the items that both lists have stand in another order, the attribute itself is yielded too.
    """
    if name not in kind.itemised:
        yield name, (old, new)
        return
    before, after = _items(old), _items(new)
    differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    if not differing or _common(before, after) != _common(after, before):
        yield name, (old, new)
    for key in sorted(differing):
        yield f"{name}.{key}", (before.get(key), after.get(key))


def _common(items: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    """Return the names of the items that both have, in the order of the first."""
    return [name for name in items if name in others]


def _items(found: Iterable[Any]) -> Mapping[str, Any]:
    return dict(map(_item, found))


def _item(item: Any) -> tuple[str, Any]:  # noqa: ANN401
    if isinstance(item, Privilege):
        by = f" by {item.grantor}" if item.grantor else ""
        return f"{item.grantee}.{item.privilege}{by}", item.state
    name, *rest = item
    return name, rest[0] if len(rest) == 1 else tuple(rest)
