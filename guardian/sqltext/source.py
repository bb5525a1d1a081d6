"""A file's statements as libpg_query's nodes, with where each thing stands in characters."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import postgast
from google.protobuf.message import Message  # type: ignore[import-untyped]

from guardian.sqltext.parse import parse_sql
from guardian.sqltext.token import Token, scan_tokens

# libpg_query's nodes are protobuf messages, whose generated stub mypy does not take.
Node = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One statement: `kind` is the node's name, such as "drop_stmt"; `start` and `end` are offsets in characters."""

    kind: str
    node: Node
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Source:
    """The text, its statements, and a way from the parser's bytes to characters."""

    text: str
    parts: tuple[Part, ...]
    _encoded: bytes | None = field(repr=False)

    @functools.cached_property
    def tokens(self) -> tuple[Token, ...]:
        return scan_tokens(self.text)

    def offset(self, location: int) -> int:
        """Return the character at this byte."""
        return location if self._encoded is None else len(self._encoded[:location].decode(errors="ignore"))

    def name_offset(self, part: Part, name: str, *, after: int = 0) -> int:
        """Return where the identifier stands in the statement, from offset `after` on; else where the statement does.

        Where it stands as `a.b.c` that is the offset of its own part.
        """
        for token in self.tokens:
            inside = max(part.start, after) <= token.start < part.end
            if inside and not token.comment and token.name == name:
                return token.start
        return part.start


def read_source(sql: str) -> Source:
    """Return the statements. Raises postgast.PgQueryError where the text does not parse."""
    encoded = None if sql.isascii() else sql.encode()
    # One node per statement; what the parser calls a statement may begin with blanks and comments.
    source = Source(text=sql, parts=(), _encoded=encoded)
    return Source(text=sql, parts=tuple(_parts(source, parse_sql(sql))), _encoded=encoded)


def _parts(source: Source, tree: postgast.ParseResult) -> Iterator[Part]:
    size = len(source.text)
    for raw in tree.stmts:
        kind = raw.stmt.WhichOneof("node")
        start = source.offset(raw.stmt_location)
        end = source.offset(raw.stmt_location + raw.stmt_len) if raw.stmt_len else size
        if kind is not None:
            yield Part(kind=kind, node=getattr(raw.stmt, kind), start=_first(source, start, end), end=end)


def _first(source: Source, start: int, end: int) -> int:
    """Return where the statement's first word stands."""
    head = source.text[start : start + 1]
    if head.isalpha() or head == "(":
        return start
    return next((t.start for t in source.tokens if start <= t.start < end and not t.comment), start)


def choice(node: Node, name: str) -> str:
    """Return the name of an enumeration's value, such as "OBJECT_TABLE"."""
    kind = node.DESCRIPTOR.fields_by_name[name].enum_type
    return str(kind.values_by_number[getattr(node, name)].name)


def walk(node: Message) -> Iterator[Message]:
    """Return the node and all below it, in no special order; without recursion, for trees of any depth."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        for descriptor, value in found.ListFields():
            if descriptor.message_type is not None:
                waiting.extend([value] if isinstance(value, Message) else value)
