"""Which differences count: the dimensions of a comparison, and which roles stand for each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from guardian.errors import UsageError
from guardian.schema.model import Kind, SchemaObject

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

    def __post_init__(self) -> None:
        if "public" in {*self.roles, *self.roles.values()}:
            raise UsageError("public stands for everybody, and no role can stand for it; map roles only")

    def of_structure(self) -> Scope:
        """Return the scope for a schema that was replayed: see STRUCTURE."""
        return replace(self, owners=False, privileges=False, settings=False, versions=False)

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
        return found.with_roles(lambda name: self.roles.get(name, name))


EVERYTHING = Scope()

# What migrations make, replayed anywhere: a scratch database has other owners, grants, settings and extension versions.
STRUCTURE = EVERYTHING.of_structure()
