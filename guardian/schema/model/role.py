from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(SchemaObject):
    """A role that something in the schema refers to: as owner, grantee or grantor, in a policy, a setting.

    `members` and `memberships` are (role, options) with the options that hold of admin, inherit and set; predefined
    roles stand only there. `settings` hold in all databases. Passwords are never read.
    """

    kind: ClassVar[Kind] = Kind.ROLE
    identity: ClassVar[tuple[str, ...]] = ("role",)
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"members", "memberships", "settings"}
    redacted: ClassVar[frozenset[str]] = frozenset({"settings"})
    role_fields: ClassVar[frozenset[str]] = frozenset({"role", "members", "memberships"})

    role: str
    login: bool
    superuser: bool
    create_database: bool
    create_role: bool
    inherit: bool
    replication: bool
    bypass_row_security: bool
    connection_limit: int | None  # None for no limit
    valid_until: str | None  # None for ever
    members: tuple[tuple[str, str], ...]
    memberships: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]
