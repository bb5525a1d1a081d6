"""What every kind of schema object shares: a kind, an identity, and attributes that are compared."""

from __future__ import annotations

import enum
import functools
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, NamedTuple

from guardian.names import qualified, quote_ident


class Kind(enum.StrEnum):
    """The kinds of objects, in the order in which reports list them."""

    SCHEMA = "schema"
    ENUM = "enum"
    SEQUENCE = "sequence"
    TABLE = "table"
    COLUMN = "column"
    CONSTRAINT = "constraint"
    INDEX = "index"
    FUNCTION = "function"
    VIEW = "view"
    TRIGGER = "trigger"
    POLICY = "policy"


class Key(NamedTuple):
    """What identifies an object within a snapshot."""

    kind: Kind
    name: str


# A schema of ten thousand columns has few different names.
_quoted = functools.lru_cache(maxsize=65536)(quote_ident)

_ATTRIBUTES: dict[type[SchemaObject], tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaObject:
    """One object of a database's schema.

    `identity` are the fields that name it. `derived` are fields that help to write DDL but say nothing that the
    compared attributes do not say: they are neither compared nor part of the fingerprint. All other fields are
    compared. Values are str, int, float, bool, None, and tuples of those.
    """

    kind: ClassVar[Kind]
    identity: ClassVar[tuple[str, ...]]
    derived: ClassVar[frozenset[str]] = frozenset()

    comment: str | None = None
    # Asked for again and again; worked out once, since a slotted class can cache nothing.
    key: Key = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", Key(self.kind, self._name()))

    def _name(self) -> str:
        return ".".join([_quoted(getattr(self, part)) for part in self.identity])

    @property
    def name(self) -> str:
        return self.key.name

    @property
    def parent(self) -> Key | None:
        """The object that this one is a part of and goes with, such as a column's table."""
        return None

    @classmethod
    def fields(cls) -> tuple[str, ...]:
        """Return the names of everything that an object is made of."""
        return tuple(f.name for f in fields(cls) if f.init)

    @classmethod
    def attributes(cls) -> tuple[str, ...]:
        """Return the names of the compared fields, sorted."""
        if cls not in _ATTRIBUTES:
            _ATTRIBUTES[cls] = tuple(sorted(set(cls.fields()) - set(cls.identity) - cls.derived))
        return _ATTRIBUTES[cls]

    def values(self) -> dict[str, Any]:
        """Return the compared attributes by name, sorted."""
        return {name: getattr(self, name) for name in self.attributes()}


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart(SchemaObject):
    """Something that belongs to one table (or view) and is dropped with it."""

    schema: str
    table: str
    on_view: bool = False

    @property
    def parent(self) -> Key:
        return Key(Kind.VIEW if self.on_view else Kind.TABLE, self.table_name)

    @property
    def table_name(self) -> str:
        return qualified(self.schema, self.table)
