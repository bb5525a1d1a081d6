"""Privileges: what the older of two servers does not know is no difference between them."""

from __future__ import annotations

from dataclasses import replace

from guardian.schema.model import DefaultPrivileges, Privilege, Schema, SchemaObject, Snapshot

FIRST_WITH_MAINTAIN = 170000
FIRST_WITH_CLOSED_PUBLIC = 150000  # from then on a new database's schema public does not let everybody create
FIRST_WITH_LARGE_OBJECT_DEFAULTS = 180000


def known_to_both(found: SchemaObject, old: Snapshot, new: Snapshot) -> SchemaObject:
    """Return the object with the privileges that mean the same on both servers.

    GRANT ALL includes MAINTAIN from PostgreSQL 17 on.
    """
    if not found.privileges:
        return found
    kept = tuple(item for item in found.privileges if _is_known(found, item, old, new))
    return found if kept == found.privileges else replace(found, privileges=kept)


def _is_known(found: SchemaObject, item: Privilege, old: Snapshot, new: Snapshot) -> bool:
    first, last = sorted((old.server_version, new.server_version))
    if item.privilege == "MAINTAIN":
        return first >= FIRST_WITH_MAINTAIN
    if isinstance(found, Schema) and found.schema == "public" and item[:2] == ("public", "CREATE"):
        return first >= FIRST_WITH_CLOSED_PUBLIC or last < FIRST_WITH_CLOSED_PUBLIC
    return True


def can_stand_in_both(found: SchemaObject, old: Snapshot, new: Snapshot) -> bool:
    """Return whether both servers have such an object."""
    if isinstance(found, DefaultPrivileges) and found.objects == "large objects":
        return min(old.server_version, new.server_version) >= FIRST_WITH_LARGE_OBJECT_DEFAULTS
    return True
