from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTrigger(SchemaObject):
    """An event trigger; `tags` are the commands that it is limited to, none for all."""

    kind: ClassVar[Kind] = Kind.EVENT_TRIGGER
    identity: ClassVar[tuple[str, ...]] = ("event_trigger",)

    event_trigger: str
    event: str
    tags: tuple[str, ...]
    function: str
    enabled: str  # origin, disabled, replica or always
