from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.names import quote_ident
from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator(SchemaObject):
    """An operator; `left` is "NONE", as the server prints it, for a prefix operator.

    The shell that an operator leaves for a commutator or negator that is still to come is none: the one says it.
    """

    kind: ClassVar[Kind] = Kind.OPERATOR
    identity: ClassVar[tuple[str, ...]] = ("schema", "operator", "left", "right")

    schema: str
    operator: str
    left: str
    right: str
    function: str
    commutator: str | None
    negator: str | None
    restrict: str | None
    join: str | None
    merges: bool
    hashes: bool

    def _name(self) -> str:
        return f"{quote_ident(self.schema)}.{self.operator}({self.left},{self.right})"
