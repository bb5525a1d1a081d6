from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseType(SchemaObject):
    """A type made by CREATE TYPE with functions of its own, or a shell that is still to be filled.

    Functions are printed with their argument types. `length` is in bytes, -1 for varying, -2 for a C string.
    """

    kind: ClassVar[Kind] = Kind.BASE_TYPE
    identity: ClassVar[tuple[str, ...]] = ("schema", "type")

    schema: str
    type: str
    defined: bool  # False for a shell
    input: str | None
    output: str | None
    receive: str | None
    send: str | None
    modifier_input: str | None
    modifier_output: str | None
    analyze: str | None
    subscript: str | None
    length: int
    by_value: bool
    alignment: str
    storage: str
    category: str
    preferred: bool
    default: str | None
    element: str | None
    delimiter: str
    collatable: bool
