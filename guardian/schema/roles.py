"""Which roles a schema refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from guardian.schema.model import Database, Privilege, Role, SchemaObject


def named_roles(objects: Iterable[SchemaObject]) -> frozenset[str]:
    """Return the names of all roles that own something, may do something, or are named by something."""
    return frozenset(name for found in objects for name in _named(found))


def _named(found: SchemaObject) -> Iterator[str]:
    if isinstance(found, Role):
        return  # a role does not name itself
    if found.owner is not None:
        yield found.owner
    for field in ("privileges", *found.role_fields):
        yield from _names(getattr(found, field))
    if isinstance(found, Database):
        yield from found.setting_roles


def _names(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the roles of a field that holds one, several, privileges, or lists of (role, value, ...)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Privilege):
        yield value.grantee
        if value.grantor is not None:
            yield value.grantor
    else:
        for item in value:
            yield from _names(item[0] if type(item) is tuple else item)
