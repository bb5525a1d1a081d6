from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.names import qualified
from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(SchemaObject):
    """A function, window function or procedure; `types` are its input argument types, part of its identity.

    `arguments` is the whole list as declared (modes, names, types, defaults). `definition` is the statement that
    creates it, as the server prints it.
    """

    kind: ClassVar[Kind] = Kind.FUNCTION
    identity: ClassVar[tuple[str, ...]] = ("schema", "function", "types")
    derived: ClassVar[frozenset[str]] = frozenset({"definition", "argument_names", "default_count"})

    schema: str
    function: str
    types: str
    routine: str  # function, window or procedure
    arguments: str
    result: str | None
    language: str
    body: str
    library: str | None
    volatility: str
    strict: bool
    security_definer: bool
    parallel: str
    leakproof: bool
    cost: str
    rows: str
    support: str | None
    transforms: tuple[str, ...]
    config: tuple[str, ...]
    definition: str
    argument_names: tuple[str, ...]
    default_count: int

    def _name(self) -> str:
        return f"{qualified(self.schema, self.function)}({self.types})"
