"""What every kind of schema object shares: a kind, an identity, and attributes that are compared."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, NamedTuple, Self

from guardian.names import qualified, quote_ident


class Kind(enum.StrEnum):
    """The kinds of objects, in the order in which reports list them."""

    ROLE = "role"
    DATABASE = "database"
    SCHEMA = "schema"
    EXTENSION = "extension"
    LANGUAGE = "language"
    ACCESS_METHOD = "access_method"
    COLLATION = "collation"
    CONVERSION = "conversion"
    ENUM = "enum"
    DOMAIN = "domain"
    COMPOSITE = "composite"
    RANGE = "range"
    BASE_TYPE = "base_type"
    OPERATOR = "operator"
    OPERATOR_FAMILY = "operator_family"
    OPERATOR_CLASS = "operator_class"
    CAST = "cast"
    TRANSFORM = "transform"
    SEQUENCE = "sequence"
    TABLE = "table"
    COLUMN = "column"
    CONSTRAINT = "constraint"
    INDEX = "index"
    STATISTICS = "statistics"
    FUNCTION = "function"
    AGGREGATE = "aggregate"
    VIEW = "view"
    RULE = "rule"
    TRIGGER = "trigger"
    EVENT_TRIGGER = "event_trigger"
    POLICY = "policy"
    TEXT_SEARCH_PARSER = "text_search_parser"
    TEXT_SEARCH_TEMPLATE = "text_search_template"
    TEXT_SEARCH_DICTIONARY = "text_search_dictionary"
    TEXT_SEARCH_CONFIGURATION = "text_search_configuration"
    FOREIGN_DATA_WRAPPER = "foreign_data_wrapper"
    SERVER = "server"
    USER_MAPPING = "user_mapping"
    PUBLICATION = "publication"
    SUBSCRIPTION = "subscription"
    DEFAULT_PRIVILEGES = "default_privileges"


class Key(NamedTuple):
    """What identifies an object within a snapshot."""

    kind: Kind
    name: str


class Privilege(NamedTuple):
    """One item of an access control list, as against the built-in default.

    `grantee` is a role, or "public", which no role can be called. `state` is granted, grantable (WITH GRANT OPTION) or
    revoked (of the default). `grantor` is None where it is the owner.
    """

    grantee: str
    privilege: str
    state: str
    grantor: str | None = None


# What is read for all kinds at once, and attached to the object by its address.
ATTACHED = frozenset(
    {
        "comment",
        "privileges",
        "security_labels",
        "depends_on_extensions",
        "part_comments",
        "part_privileges",
        "part_labels",
    }
)

# A schema of ten thousand columns has few different names.
_quoted = functools.lru_cache(maxsize=65536)(quote_ident)

_ATTRIBUTES: dict[type[SchemaObject], tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaObject:
    """One object of a database's schema.

    `identity` are the fields that name it. `derived` are fields that help to write DDL but say nothing that the
    compared attributes do not say: they are neither compared nor part of the fingerprint. All other fields are
    compared; the `itemised` ones, lists of (name, value, ...), item by item. Values are str, int, bool, None, and
    tuples of those. The `redacted` fields are lists of (name, value) whose values may be secrets: they are hidden as
    they are read. The `role_fields`, beside owner and privileges, name a role or several: as a text, as a list of them,
    as privileges, or as a list of (role, value, ...).

    `privileges` are what was granted or revoked otherwise than a new object of this kind and owner has it, sorted;
    empty for the default. The `part_` attributes are the same of what the server made with the object and is none of
    its own, such as the type of a table's rows, as ("row type", "a comment"). `unseen` names the attributes that the
    reading role may not see, or that the server does not keep: they are never compared.
    """

    kind: ClassVar[Kind]
    identity: ClassVar[tuple[str, ...]]
    derived: ClassVar[frozenset[str]] = frozenset()
    itemised: ClassVar[frozenset[str]] = frozenset(
        {"privileges", "security_labels", "part_comments", "part_privileges", "part_labels"}
    )
    redacted: ClassVar[frozenset[str]] = frozenset()
    role_fields: ClassVar[frozenset[str]] = frozenset()

    comment: str | None = None
    owner: str | None = None  # None for what has none, and for parts, which go with their table
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[tuple[str, str], ...] = ()  # (provider, label), by provider
    depends_on_extensions: tuple[str, ...] = ()  # dropped with them, though no members
    part_comments: tuple[tuple[str, str], ...] = ()
    part_privileges: tuple[tuple[str, str], ...] = ()
    part_labels: tuple[tuple[str, str], ...] = ()
    unseen: tuple[str, ...] = ()
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

    def with_roles(self, renamed: Callable[[str], str]) -> Self:
        """Return the object with other names for the roles that it speaks of."""
        names = {"owner", "privileges", *self.role_fields}
        changes = {name: _with_roles(getattr(self, name), renamed) for name in names}
        return (
            self if all(getattr(self, name) == value for name, value in changes.items()) else replace(self, **changes)
        )

    @classmethod
    def fields(cls) -> tuple[str, ...]:
        """Return the names of everything that an object is made of."""
        return tuple(f.name for f in fields(cls) if f.init)

    @classmethod
    def attributes(cls) -> tuple[str, ...]:
        """Return the names of the compared fields, sorted."""
        if cls not in _ATTRIBUTES:
            _ATTRIBUTES[cls] = tuple(sorted(set(cls.fields()) - set(cls.identity) - cls.derived - {"unseen"}))
        return _ATTRIBUTES[cls]

    def values(self) -> dict[str, Any]:
        """Return the compared attributes by name, sorted."""
        return {name: getattr(self, name) for name in self.attributes()}


def _with_roles(value: Any, renamed: Callable[[str], str]) -> Any:  # noqa: ANN401
    """Return the value of a role field under other names, sorted again; what is the same then is there once."""
    if value is None:
        return None
    if isinstance(value, str):
        return renamed(value)
    return tuple(sorted({_item_with_roles(item, renamed) for item in value}, key=_sortable))


def _item_with_roles(item: Any, renamed: Callable[[str], str]) -> Any:  # noqa: ANN401
    if isinstance(item, Privilege):
        return item._replace(grantee=renamed(item.grantee), grantor=item.grantor and renamed(item.grantor))
    return renamed(item) if isinstance(item, str) else (renamed(item[0]), *item[1:])


def _sortable(item: Any) -> tuple[str, ...]:  # noqa: ANN401
    return (item,) if isinstance(item, str) else tuple("" if part is None else str(part) for part in item)


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
