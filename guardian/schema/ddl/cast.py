"""How the values of a column become those of another type."""

from __future__ import annotations

import re

_MODIFIER = re.compile(r"\([0-9, -]*\)")

# Families of types that PostgreSQL casts into each other (pg_cast); text it casts from and to anything.
_TEXT = frozenset({"text", "character varying", "character", "name", '"char"'})
_FAMILIES = (
    frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"}),
    frozenset({"boolean", "integer"}),
    frozenset({"date", "timestamp without time zone", "timestamp with time zone"}),
    frozenset({"interval", "time without time zone"}),
    frozenset({"json", "jsonb"}),
    frozenset({"inet", "cidr"}),
    frozenset({"bit", "bit varying"}),
)


def cast_expression(column: str, old: str, new: str) -> str:
    """Return the expression after USING, for a quoted column name and types as format_type prints them.

    Where no cast is known it goes through the text form, and fails on the first row that does not read as the new type.
    """
    return f"{column}::{new}" if _is_direct(_base(old), _base(new)) else f"{column}::text::{new}"


def _base(name: str) -> tuple[str, bool]:
    """Return the type without modifier, and whether it is an array."""
    bare = _MODIFIER.sub("", name)
    return bare.removesuffix("[]"), bare.endswith("[]")


def _is_direct(old: tuple[str, bool], new: tuple[str, bool]) -> bool:
    (before, before_is_array), (after, after_is_array) = old, new
    if before == after and before_is_array == after_is_array:
        return True
    if before_is_array != after_is_array:
        return (before if after_is_array else after) in _TEXT
    return before in _TEXT or after in _TEXT or any(before in family and after in family for family in _FAMILIES)
