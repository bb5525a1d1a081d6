"""Quoting of identifiers and literals, as the server itself quotes them, and names made fit to be shown.

The keyword list is that of PostgreSQL 18 (`pg_get_keywords()` with catcode other than 'U'), which is what
`quote_ident()` looks at; quoting one word too many is harmless, so one list serves every server version.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
# Control characters, separators, lone surrogates, and what marks, overrides or isolates a direction of writing.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

# pg_get_keywords() of PostgreSQL 18: reserved, type or function name, and column name keywords.
_KEYWORDS = frozenset(
    """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case
    cast char character check coalesce collate collation column concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
    decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign
    freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect
    interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query
    json_scalar json_serialize json_table json_value lateral leading least left like limit localtime
    localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset on
    only or order out outer overlaps overlay placing position precision primary real references returning right
    row select session_user setof similar smallint some substring symmetric system_user table tablesample then
    time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where
    window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
    xmlserialize xmltable
    """.split()
)


def quote_ident(name: str) -> str:
    """Return the identifier as it must stand in SQL, quoted only where `quote_ident()` would.

    Raises ValueError for a NUL byte, which no identifier can hold.
    """
    if "\0" in name:
        raise ValueError("an identifier cannot contain a NUL byte")
    if _PLAIN.match(name) and name not in _KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def qualified(*parts: str) -> str:
    """Return the parts as one dotted name: `qualified("public", "Order")` is `public."Order"`."""
    return ".".join(quote_ident(part) for part in parts)


def quote_literal(text: str) -> str:
    """Return the text as a string constant that means the same whatever standard_conforming_strings is.

    As the server's `quote_literal()`: with a backslash inside, the E'' form.
    """
    if "\0" in text:
        raise ValueError("a string constant cannot contain a NUL byte")
    quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'"
    return f"E{quoted}" if "\\" in text else quoted


def printable(text: str, *, lines: bool = False) -> str:
    r"""Return the text with whatever could drive a terminal, or show something else than is there, as an escape.

    So a column named with an escape sequence is shown as `\x1b[2J`. Line breaks and tabs stay with `lines` only.
    """
    return _UNSEEN.sub(lambda found: found[0] if lines and found[0] in "\n\t" else _escaped(found[0]), text)


def _escaped(character: str) -> str:
    return character.encode("ascii", "backslashreplace").decode() if character > "\x7f" else repr(character)[1:-1]
