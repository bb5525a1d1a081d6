"""Which roles a schema refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardian.schema.model import Database, SchemaObject


def named_roles(objects: Iterable[SchemaObject]) -> frozenset[str]:
    """Return the names of all roles that own something, may do something, or are named by something."""
    return frozenset(name for found in objects for name in _named(found))


def _named(found: SchemaObject) -> Iterator[str]:
    if found.owner is not None:
        yield found.owner
    for item in found.privileges:
        yield item.grantee
        if item.grantor is not None:
            yield item.grantor
    for field in found.role_fields:
        value = getattr(found, field)
        yield from (value,) if isinstance(value, str) else value
    if isinstance(found, Database):
        yield from found.setting_roles
