from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.names import qualified, quote_ident
from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorFamily(SchemaObject):
    """An operator family and its loose members: those that no operator class of it has.

    `operators` are (place, operator, ordering), the place such as "1 (integer, integer)": strategy and operand types;
    ordering is the family that an ordering operator sorts by, None for one that searches. `functions` are (place,
    function), the place its support number and types.
    """

    kind: ClassVar[Kind] = Kind.OPERATOR_FAMILY
    identity: ClassVar[tuple[str, ...]] = ("schema", "family", "method")
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"operators", "functions"}

    schema: str
    family: str
    method: str
    operators: tuple[tuple[str, str, str | None], ...]
    functions: tuple[tuple[str, str], ...]

    def _name(self) -> str:
        return f"{qualified(self.schema, self.family)} USING {quote_ident(self.method)}"
