"""Constraints: not-null constraints are objects since PostgreSQL 18 only."""

from __future__ import annotations

from guardian.schema.model import Constraint, SchemaObject, Snapshot

FIRST_WITH_NOT_NULL = 180000


def is_comparable(found: SchemaObject, old: Snapshot, new: Snapshot) -> bool:
    """Return whether both servers could know this object.

    Before 18 a NOT NULL has no name: against such a server the name of one is no difference. The column's own
    not_null attribute is compared all the same.
    """
    if min(old.server_version, new.server_version) >= FIRST_WITH_NOT_NULL:
        return True
    return not (isinstance(found, Constraint) and found.type == "not_null" and found.validated)
