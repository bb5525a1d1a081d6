from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchParser(SchemaObject):
    """What breaks a text into tokens: five functions."""

    kind: ClassVar[Kind] = Kind.TEXT_SEARCH_PARSER
    identity: ClassVar[tuple[str, ...]] = ("schema", "parser")

    schema: str
    parser: str
    start: str
    get_token: str
    end: str
    headline: str | None
    token_types: str
