"""Constraints: not-null constraints are objects since PostgreSQL 18 only."""

from __future__ import annotations

from guardian.schema.model import Constraint, SchemaObject, Snapshot

FIRST_WITH_NOT_NULL = 180000


def knows_all(old: Snapshot, new: Snapshot) -> bool:
    """Return whether both servers name their not-null constraints.

    Where one does not, the name of one is no difference. The column's own not_null attribute is compared all the same.
    """
    return min(old.server_version, new.server_version) >= FIRST_WITH_NOT_NULL


def is_known_before_18(found: SchemaObject) -> bool:
    return not (isinstance(found, Constraint) and found.type == "not_null" and found.validated)
