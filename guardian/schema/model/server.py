from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Server(SchemaObject):
    """A foreign server; the values of secret options are not kept."""

    kind: ClassVar[Kind] = Kind.SERVER
    identity: ClassVar[tuple[str, ...]] = ("server",)
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"options"}
    redacted: ClassVar[frozenset[str]] = frozenset({"options"})

    server: str
    wrapper: str
    type: str | None
    version: str | None
    options: tuple[tuple[str, str], ...]
