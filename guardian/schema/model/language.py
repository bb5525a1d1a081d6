from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(SchemaObject):
    """A procedural language that no extension brought; a trusted one is for everybody."""

    kind: ClassVar[Kind] = Kind.LANGUAGE
    identity: ClassVar[tuple[str, ...]] = ("language",)

    language: str
    trusted: bool
    handler: str | None
    inline: str | None
    validator: str | None
