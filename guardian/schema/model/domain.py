from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain(SchemaObject):
    """A type made by CREATE DOMAIN.

    `constraints` are its checks as (name, definition, validated). `not_null_name` is that of its not-null constraint,
    None for the one that the server gives; servers before PostgreSQL 17 know neither that nor a comment on it.
    """

    kind: ClassVar[Kind] = Kind.DOMAIN
    identity: ClassVar[tuple[str, ...]] = ("schema", "domain")
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"constraints", "constraint_comments"}

    schema: str
    domain: str
    type: str
    collation: str | None  # None for that of the type beneath
    default: str | None
    not_null: bool
    not_null_name: str | None
    not_null_comment: str | None
    constraints: tuple[tuple[str, str, bool], ...]
    constraint_comments: tuple[tuple[str, str], ...]
