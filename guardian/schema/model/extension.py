from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(SchemaObject):
    """An extension.

    `members` are those that were changed by hand since it was installed, as (member, what was done): another owner, a
    grant, a policy or trigger of somebody else's. `contents` are all members as (member, comment, digest of its
    definition), `configuration` the tables whose rows belong in a dump as (table, condition); both are compared only
    between installations of one version in one schema. Whether it is relocatable is a property of its files.
    """

    kind: ClassVar[Kind] = Kind.EXTENSION
    identity: ClassVar[tuple[str, ...]] = ("extension",)
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"members", "contents", "configuration"}

    extension: str
    schema: str
    version: str
    members: tuple[tuple[str, str], ...]
    contents: tuple[tuple[str, str | None, str | None], ...]
    configuration: tuple[tuple[str, str], ...]
