"""What the rows of the catalog queries become.

A query of a kind yields the fields of its model, and where the object lives in the catalogs: `oid`, for a column its
`number`, for a constraint with an index the `index_oid`. The contract test holds files and models together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from psycopg import Cursor
from psycopg.rows import kwargs_row

from guardian.schema.model import MODELS, Kind, SchemaObject

PLACE = frozenset({"oid", "number", "index_oid"})

# The catalog that the oid of each kind is one of.
CATALOGS: Mapping[Kind, str] = {
    Kind.SCHEMA: "pg_namespace",
    Kind.ENUM: "pg_type",
    Kind.SEQUENCE: "pg_class",
    Kind.TABLE: "pg_class",
    Kind.COLUMN: "pg_class",
    Kind.CONSTRAINT: "pg_constraint",
    Kind.INDEX: "pg_class",
    Kind.FUNCTION: "pg_proc",
    Kind.VIEW: "pg_class",
    Kind.TRIGGER: "pg_trigger",
    Kind.POLICY: "pg_policy",
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


def located(kind: Kind) -> Callable[[Cursor[Any]], Callable[[Any], Located]]:
    """Return the row factory for the query of this kind."""
    model, catalog = MODELS[kind], CATALOGS[kind]
    arrays = tuple(field.name for field in fields(model) if str(field.type).startswith("tuple["))

    def build(*, oid: int, number: int = 0, index_oid: int | None = None, **attributes: Any) -> Located:  # noqa: ANN401
        for name in arrays:
            if attributes[name] is not None:
                attributes[name] = _tuples(attributes[name])
        addresses: tuple[Address, ...] = (Address(catalog, oid, number),)
        if index_oid is not None:
            addresses += (Address("pg_class", index_oid),)
        return Located(model(**attributes), addresses)

    return kwargs_row(build)


def _tuples(value: list[Any]) -> tuple[Any, ...]:
    if not value:
        return ()
    return tuple(_tuples(item) if type(item) is list else item for item in value)
