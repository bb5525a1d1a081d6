from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.names import quote_ident
from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultPrivileges(SchemaObject):
    """What ALTER DEFAULT PRIVILEGES says about objects that `role` will create, in one schema or in all (None).

    The `privileges` of those in all schemas are told as against the built-in default; those in one schema only add.
    """

    kind: ClassVar[Kind] = Kind.DEFAULT_PRIVILEGES
    identity: ClassVar[tuple[str, ...]] = ("role", "schema", "objects")
    role_fields: ClassVar[frozenset[str]] = frozenset({"role"})

    role: str
    schema: str | None
    objects: str  # tables, sequences, functions, types, schemas or large objects

    def _name(self) -> str:
        where = f" in {quote_ident(self.schema)}" if self.schema is not None else ""
        return f"for {quote_ident(self.role)}{where} on {self.objects}"
