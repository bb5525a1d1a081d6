from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchDictionary(SchemaObject):
    """A dictionary; `options` are (name, value) as the server writes them, their order means nothing."""

    kind: ClassVar[Kind] = Kind.TEXT_SEARCH_DICTIONARY
    identity: ClassVar[tuple[str, ...]] = ("schema", "dictionary")
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"options"}

    schema: str
    dictionary: str
    template: str
    options: tuple[tuple[str, str], ...]
