from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.names import qualified, quote_ident
from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorClass(SchemaObject):
    """An operator class; `operators` and `functions` are as those of an operator family."""

    kind: ClassVar[Kind] = Kind.OPERATOR_CLASS
    identity: ClassVar[tuple[str, ...]] = ("schema", "operator_class", "method")
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"operators", "functions"}

    schema: str
    operator_class: str
    method: str
    type: str
    default: bool
    family: str
    storage: str | None  # None for the type itself
    operators: tuple[tuple[str, str, str | None], ...]
    functions: tuple[tuple[str, str], ...]

    def _name(self) -> str:
        return f"{qualified(self.schema, self.operator_class)} USING {quote_ident(self.method)}"
