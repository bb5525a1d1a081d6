from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchTemplate(SchemaObject):
    """What dictionaries are made from: the functions behind them."""

    kind: ClassVar[Kind] = Kind.TEXT_SEARCH_TEMPLATE
    identity: ClassVar[tuple[str, ...]] = ("schema", "template")

    schema: str
    template: str
    init: str | None
    lexize: str
