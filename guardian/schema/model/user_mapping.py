from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.names import quote_ident
from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class UserMapping(SchemaObject):
    """How a user logs in on a foreign server. `user` is "public" for everybody.

    Of the options all names are kept, the values only of those that are known to hold no secret.
    """

    kind: ClassVar[Kind] = Kind.USER_MAPPING
    identity: ClassVar[tuple[str, ...]] = ("server", "user")
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"options"}
    redacted: ClassVar[frozenset[str]] = frozenset({"options"})
    role_fields: ClassVar[frozenset[str]] = frozenset({"user"})

    server: str
    user: str
    options: tuple[tuple[str, str], ...]

    def _name(self) -> str:
        return f"{quote_ident(self.user)} on {quote_ident(self.server)}"
