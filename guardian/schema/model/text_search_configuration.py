from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchConfiguration(SchemaObject):
    """A configuration; `mappings` are (token type, dictionary, dictionary, …), the dictionaries in their order."""

    kind: ClassVar[Kind] = Kind.TEXT_SEARCH_CONFIGURATION
    identity: ClassVar[tuple[str, ...]] = ("schema", "configuration")
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"mappings"}

    schema: str
    configuration: str
    parser: str
    mappings: tuple[tuple[str, ...], ...]
