from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation(SchemaObject):
    """A collation. The version that was recorded for it is no part of the schema: it says what library the server had.

    `locale` is ICU's or the built-in provider's, `collate` and `ctype` are the C library's.
    """

    kind: ClassVar[Kind] = Kind.COLLATION
    identity: ClassVar[tuple[str, ...]] = ("schema", "collation")

    schema: str
    collation: str
    provider: str  # libc, icu or builtin
    deterministic: bool
    locale: str | None
    collate: str | None
    ctype: str | None
    rules: str | None
    encoding: str | None  # None for any, and for the database's own
