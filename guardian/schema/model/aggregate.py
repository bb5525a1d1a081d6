from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.names import qualified
from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(SchemaObject):
    """An aggregate function; `types` are its argument types, part of its identity, as for a function.

    Functions are "schema.name(types)"; initial values are texts, None for null.
    """

    kind: ClassVar[Kind] = Kind.AGGREGATE
    identity: ClassVar[tuple[str, ...]] = ("schema", "aggregate", "types")

    schema: str
    aggregate: str
    types: str
    arguments: str
    form: str  # normal, ordered_set or hypothetical
    state_function: str
    state_type: str
    state_size: int
    final_function: str | None
    final_extra: bool
    final_modify: str  # read_only, shareable or read_write
    combine_function: str | None
    serial_function: str | None
    deserial_function: str | None
    moving_state_function: str | None
    moving_inverse_function: str | None
    moving_state_type: str | None
    moving_state_size: int
    moving_final_function: str | None
    moving_final_extra: bool
    moving_final_modify: str
    initial: str | None
    moving_initial: str | None
    sort_operator: str | None
    parallel: str

    def _name(self) -> str:
        return f"{qualified(self.schema, self.aggregate)}({self.types})"
