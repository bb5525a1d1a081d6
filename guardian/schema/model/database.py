from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Database(SchemaObject):
    """The database itself. Its name says nothing: two databases are compared whatever they are called.

    `settings` are those of ALTER DATABASE as (setting, value), `role_settings` those of a role in this database as
    ("role.setting", value), `setting_roles` the names of these roles. `system_privileges` is what was granted or
    revoked on the server's own objects, as (object, what). Encoding and locale are fixed when a database is made.
    """

    kind: ClassVar[Kind] = Kind.DATABASE
    identity: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[frozenset[str]] = frozenset({"setting_roles"})
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"settings", "role_settings", "system_privileges"}
    redacted: ClassVar[frozenset[str]] = frozenset({"settings", "role_settings"})

    encoding: str
    locale_provider: str  # libc, icu or builtin
    collate: str
    ctype: str
    locale: str | None  # of icu or builtin
    icu_rules: str | None
    connection_limit: int | None  # None for no limit
    template: bool
    tablespace: str | None  # None for the server's default
    settings: tuple[tuple[str, str], ...]
    role_settings: tuple[tuple[str, str], ...]
    system_privileges: tuple[tuple[str, str], ...]
    setting_roles: tuple[str, ...]

    def _name(self) -> str:
        return "database"
