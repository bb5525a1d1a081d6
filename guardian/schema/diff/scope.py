"""Which differences count: the dimensions of a comparison, and which roles stand for each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from guardian.schema.model import Kind, Privilege, SchemaObject

_PRIVILEGE_KINDS = frozenset({Kind.ROLE, Kind.DEFAULT_PRIVILEGES})


def is_comment(attribute: str) -> bool:
    """Return whether it is a comment: the object's own, or those on parts of it, as `constraint_comments`."""
    return attribute.endswith(("comment", "comments"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Each dimension can be left out of a comparison.

    `privileges` includes roles and default privileges, `settings` those of the database and its roles. `roles` maps a
    name in the old schema to the one that stands for it in the new: both count as the same.
    """

    owners: bool = True
    privileges: bool = True
    comments: bool = True
    settings: bool = True
    versions: bool = True  # of extensions
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def takes(self, found: SchemaObject) -> bool:
        """Return whether objects of this kind count at all."""
        if found.kind in _PRIVILEGE_KINDS:
            return self.privileges
        return self.settings or found.kind is not Kind.DATABASE

    def counts(self, kind: Kind, attribute: str) -> bool:
        match attribute:
            case "owner":
                return self.owners
            case "privileges" | "column_privileges" | "sequence_privileges" | "part_privileges":
                return self.privileges
            case "version":
                return self.versions or kind is not Kind.EXTENSION
        return self.comments or not is_comment(attribute)

    def mapped(self, found: SchemaObject) -> SchemaObject:
        """Return an old object with the roles of the new schema."""
        if not self.roles:
            return found
        changes: dict[str, Any] = {name: self._renamed(getattr(found, name)) for name in found.role_fields}
        if found.owner is not None:
            changes["owner"] = self._renamed(found.owner)
        if found.privileges:
            items = map(self._mapped, found.privileges)
            changes["privileges"] = tuple(sorted(items, key=lambda item: (*item[:3], item[3] or "")))
        same = all(getattr(found, name) == value for name, value in changes.items())
        return found if same else replace(found, **changes)

    def _renamed(self, names: Any) -> Any:  # noqa: ANN401
        if isinstance(names, str):
            return self.roles.get(names, names)
        return tuple(sorted(self.roles.get(name, name) for name in names))

    def _mapped(self, item: Privilege) -> Privilege:
        grantor = self.roles.get(item.grantor, item.grantor) if item.grantor else None
        return item._replace(grantee=self.roles.get(item.grantee, item.grantee), grantor=grantor)


EVERYTHING = Scope()

# What migrations make, replayed anywhere: a scratch database has other owners, grants, settings and extension versions.
STRUCTURE = Scope(owners=False, privileges=False, settings=False, versions=False)
