from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.names import qualified
from guardian.schema.model.base import Key, Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence(SchemaObject):
    """A sequence of its own; that of an identity column belongs to its column. Its value is no part of the schema.

    `owned_by` is schema, table and column, as for a serial column.
    """

    kind: ClassVar[Kind] = Kind.SEQUENCE
    identity: ClassVar[tuple[str, ...]] = ("schema", "sequence")

    schema: str
    sequence: str
    type: str
    start: int
    minimum: int
    maximum: int
    increment: int
    cache: int
    cycle: bool
    persistence: str
    owned_by: tuple[str, str, str] | None

    @property
    def parent(self) -> Key | None:
        return Key(Kind.TABLE, qualified(*self.owned_by[:2])) if self.owned_by else None
