"""Attributes that are lists of named items: what differs is told item by item, as `privileges.anon.SELECT`."""

from __future__ import annotations

from collections import defaultdict
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


def privilege_path(item: Privilege) -> str:
    """Return `anon.SELECT`, or `anon.SELECT by admin`; a role whose name would blur that is quoted."""
    grantee = _quoted(item.grantee) if "." in item.grantee or item.grantee.startswith('"') else item.grantee
    return f"{grantee}.{item.privilege}" + (f" by {item.grantor}" if item.grantor else "")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _items(found: Iterable[Any]) -> Mapping[str, Any]:
    """Return the values by path; where there are several, as of two roles that one stands for, all of them."""
    items: dict[str, list[Any]] = defaultdict(list)
    for item in found:
        name, *rest = item or ("",)
        path, values = (privilege_path(item), [item.state]) if isinstance(item, Privilege) else (name, rest)
        items[path].append(values[0] if len(values) == 1 else tuple(values))
    return {path: values[0] if len(values) == 1 else tuple(values) for path, values in items.items()}
