"""What the rows of the catalog queries become.

A query of a kind yields the fields of its model, and where the object lives in the catalogs: `oid`, for a column its
`number`, for a constraint with an index the `index_oid`, for an identity column the `sequence_oid`, for a composite
type the `relation_oid`. What any object may have, a comment, privileges, labels, is read for all of them at once and
attached by that address. The contract test holds files and models together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from guardian.pg.redact import HARMLESS_ONLY, hide_values, where_to
from guardian.schema.model import MODELS, Kind, Privilege, SchemaObject

PLACE = frozenset({"oid", "number", "index_oid", "relation_oid", "sequence_oid"})

# The catalog that the oid of each kind is one of.
CATALOGS: Mapping[Kind, str] = {
    Kind.ROLE: "pg_authid",
    Kind.DATABASE: "pg_database",
    Kind.SCHEMA: "pg_namespace",
    Kind.EXTENSION: "pg_extension",
    Kind.LANGUAGE: "pg_language",
    Kind.ACCESS_METHOD: "pg_am",
    Kind.COLLATION: "pg_collation",
    Kind.CONVERSION: "pg_conversion",
    Kind.ENUM: "pg_type",
    Kind.DOMAIN: "pg_type",
    Kind.COMPOSITE: "pg_type",
    Kind.RANGE: "pg_type",
    Kind.BASE_TYPE: "pg_type",
    Kind.OPERATOR: "pg_operator",
    Kind.OPERATOR_FAMILY: "pg_opfamily",
    Kind.OPERATOR_CLASS: "pg_opclass",
    Kind.CAST: "pg_cast",
    Kind.TRANSFORM: "pg_transform",
    Kind.SEQUENCE: "pg_class",
    Kind.TABLE: "pg_class",
    Kind.COLUMN: "pg_class",
    Kind.CONSTRAINT: "pg_constraint",
    Kind.INDEX: "pg_class",
    Kind.STATISTICS: "pg_statistic_ext",
    Kind.FUNCTION: "pg_proc",
    Kind.AGGREGATE: "pg_proc",
    Kind.VIEW: "pg_class",
    Kind.RULE: "pg_rewrite",
    Kind.TRIGGER: "pg_trigger",
    Kind.EVENT_TRIGGER: "pg_event_trigger",
    Kind.POLICY: "pg_policy",
    Kind.TEXT_SEARCH_PARSER: "pg_ts_parser",
    Kind.TEXT_SEARCH_TEMPLATE: "pg_ts_template",
    Kind.TEXT_SEARCH_DICTIONARY: "pg_ts_dict",
    Kind.TEXT_SEARCH_CONFIGURATION: "pg_ts_config",
    Kind.FOREIGN_DATA_WRAPPER: "pg_foreign_data_wrapper",
    Kind.SERVER: "pg_foreign_server",
    Kind.USER_MAPPING: "pg_user_mapping",
    Kind.PUBLICATION: "pg_publication",
    Kind.SUBSCRIPTION: "pg_subscription",
    Kind.DEFAULT_PRIVILEGES: "pg_default_acl",
}


class Address(NamedTuple):
    """Where an object lives: catalog, oid, and the number of a column or 0."""

    catalog: str
    oid: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Located:
    """An object, and the addresses under which pg_depend speaks of it."""

    found: SchemaObject
    addresses: tuple[Address, ...]


class Edge(NamedTuple):
    """A row of dependency.sql; a plain tuple, since a large schema has tens of thousands."""

    catalog: str
    oid: int
    number: int
    on_catalog: str
    on_oid: int
    on_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What any object may have, by its address."""

    comments: Mapping[Address, str] = field(default_factory=dict)
    privileges: Mapping[Address, tuple[Privilege, ...]] = field(default_factory=dict)
    labels: Mapping[Address, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    extensions: Mapping[Address, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[Address, tuple[tuple[str, Address], ...]] = field(default_factory=dict)
    connections: Mapping[Address, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        comment: Iterable[Row] = (),
        privilege: Iterable[Row] = (),
        label: Iterable[Row] = (),
        extension_dependency: Iterable[Row] = (),
        part: Iterable[Row] = (),
        connections: Iterable[Row] = (),
    ) -> Attached:
        """Return it from the rows of the queries of these names: catalog, oid, number, value.

        `connections` are oid and connection string of each subscription; only where they lead is kept.
        """
        return cls(
            comments={Address(*place): text for *place, text in comment},
            privileges={Address(*place): tuple(Privilege(*item) for item in items) for *place, items in privilege},
            labels={Address(*place): _tuples(items) for *place, items in label},
            extensions={Address(*place): tuple(names) for *place, names in extension_dependency},
            parts={
                Address(*place): tuple((what, Address(of, int(oid), int(number))) for what, of, oid, number in items)
                for *place, items in part
            },
            connections={Address("pg_subscription", oid): where_to(text) for oid, text in connections},
        )

    def at(self, address: Address) -> dict[str, Any]:
        """Return what the object at the address has, only what is not the default."""
        found: dict[str, Any] = {}
        if address in self.comments:
            found["comment"] = self.comments[address]
        if address in self.privileges:
            found["privileges"] = self.privileges[address]
        if address in self.labels:
            found["security_labels"] = self.labels[address]
        if address in self.extensions:
            found["depends_on_extensions"] = self.extensions[address]
        if address in self.connections:
            found |= {"connection": self.connections[address], "unseen": ()}
        if address in self.parts:
            found |= self.of_parts(self.parts[address])
        return found

    def of_parts(self, parts: Sequence[tuple[str, Address]]) -> dict[str, Any]:
        """Return what the server's own parts of an object have, named by part, as attributes of the object."""
        return {
            "part_comments": tuple((what, self.comments[part]) for what, part in parts if part in self.comments),
            "part_privileges": tuple(
                (f"{what} {item.grantee} {item.privilege}", item.state)
                for what, part in parts
                for item in self.privileges.get(part, ())
            ),
            "part_labels": tuple(
                (f"{what} {provider}", label) for what, part in parts for provider, label in self.labels.get(part, ())
            ),
        }

    def of_sequence(self, address: Address) -> dict[str, Any]:
        """Return what the sequence of an identity column has, as attributes of the column."""
        attached = {"comment", "privileges", "security_labels"}
        return {f"sequence_{name}": value for name, value in self.at(address).items() if name in attached}


Row = Sequence[Any]

# The queries whose answers are attached.
ATTACHING = ("comment", "privilege", "label", "extension_dependency", "part")


def locate(kind: Kind, columns: Sequence[str], rows: Iterable[Row], attached: Attached) -> list[Located]:
    """Return the objects of the rows of this kind's query, whose columns are named."""
    build = _builder(kind, attached)
    return [build(dict(zip(columns, row, strict=True))) for row in rows]


def _builder(kind: Kind, attached: Attached) -> Callable[[dict[str, Any]], Located]:
    model, catalog = MODELS[kind], CATALOGS[kind]
    redacted, strict = model.redacted, kind in HARMLESS_ONLY
    arrays = tuple(found.name for found in fields(model) if str(found.type).startswith("tuple["))

    def build(values: dict[str, Any]) -> Located:
        address = Address(catalog, values.pop("oid"), values.pop("number", 0))
        index_oid, sequence_oid = values.pop("index_oid", None), values.pop("sequence_oid", None)
        relation_oid = values.pop("relation_oid", None)
        for name in arrays:
            if name in values and values[name] is not None:
                values[name] = _tuples(values[name])
        for name in redacted:
            if values[name]:  # what must not be kept goes no further than the row that it came in
                values[name] = hide_values(values[name], strict=strict)
        addresses: tuple[Address, ...] = (address,)
        if index_oid is not None:
            addresses += (Address("pg_class", index_oid),)
            values["index_comment"] = attached.comments.get(addresses[1])
        if sequence_oid is not None:
            values |= attached.of_sequence(Address("pg_class", sequence_oid))
        if relation_oid is not None:
            addresses += (Address("pg_class", relation_oid),)
        return Located(model(**{**values, **attached.at(address)}), addresses)

    return build


def _tuples(value: list[Any]) -> tuple[Any, ...]:
    if not value:
        return ()
    return tuple(_tuples(item) if type(item) is list else item for item in value)
