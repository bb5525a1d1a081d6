from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, TablePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(TablePart):
    """A row security policy. `roles` are sorted names; "public", which no role can be called, stands for everybody."""

    kind: ClassVar[Kind] = Kind.POLICY
    identity: ClassVar[tuple[str, ...]] = ("schema", "table", "policy")
    derived: ClassVar[frozenset[str]] = frozenset({"on_view"})
    role_fields: ClassVar[frozenset[str]] = frozenset({"roles"})

    policy: str
    command: str  # all, select, insert, update or delete
    permissive: bool
    roles: tuple[str, ...]
    using: str | None
    check: str | None
