"""Enum types: a label can be added at any place, never removed or moved."""

from __future__ import annotations

from itertools import pairwise

from guardian.names import quote_literal
from guardian.schema.ddl.rules import Attributes, Rules, Side
from guardian.schema.ddl.statement import Hazard, Statement
from guardian.schema.model import EnumType


def create(new: EnumType, _: Side) -> tuple[Statement, ...]:
    labels = ", ".join(quote_literal(label) for label in new.labels)
    return (Statement(sql=f"CREATE TYPE {new.name} AS ENUM ({labels})"),)


def drop(old: EnumType, _: Side) -> tuple[Statement, ...]:
    return (Statement(sql=f"DROP TYPE {old.name}"),)


def alter(old: EnumType, new: EnumType, attributes: Attributes, _: Side) -> tuple[Statement, ...]:
    if "labels" not in attributes:
        return ()
    if not old.labels:
        return tuple(_add(new, label, "") for label in new.labels)
    known = set(old.labels)
    first = next(place for place, label in enumerate(new.labels) if label in known)
    # What stands before the first known label is added before it, in order; everything else after its left neighbour.
    ahead = [_add(new, label, f" BEFORE {quote_literal(new.labels[first])}") for label in new.labels[:first]]
    behind = [
        _add(new, label, f" AFTER {quote_literal(left)}")
        for left, label in pairwise(new.labels[first:])
        if label not in known
    ]
    return (*ahead, *behind)


def _add(new: EnumType, label: str, place: str) -> Statement:
    return Statement(
        sql=f"ALTER TYPE {new.name} ADD VALUE {quote_literal(label)}{place}", hazards=(Hazard.NOT_REVERSIBLE,)
    )


def impossible(old: EnumType, new: EnumType, _: Attributes) -> str | None:
    kept = set(new.labels)
    if tuple(label for label in new.labels if label in set(old.labels)) == old.labels:
        return None
    gone = [label for label in old.labels if label not in kept]
    if gone:
        labels = ", ".join(quote_literal(label) for label in gone)
        return f"PostgreSQL cannot remove a label of an enum ({labels}); create a new type and move its columns to it"
    return "PostgreSQL cannot change the order of an enum's labels; create a new type and move its columns to it"


def target(found: EnumType) -> str:
    return f"TYPE {found.name}"


RULES = Rules(create=create, drop=drop, alter=alter, impossible=impossible, target=target)
