"""The one door to libpg_query's parser, for texts of any depth and size.

Two things break there that no SQL text should break. protobuf gives up at a hundred levels, which sixty `||` in a row
reach. And libpg_query writes its tree by recursion without asking for the stack's end, so that a long enough chain of
operators takes the whole process down.
"""

from __future__ import annotations

import importlib

import postgast
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from guardian.sqltext.token import Token, scan_tokens

# At about 400 bytes of stack for a level, half of the 8 MB that a thread has. The server itself gives up far earlier.
DEEPEST = 10_000
# Texts up to this many characters cannot be nested deeper: a level takes two.
_SHORT = 2 * DEEPEST
_OPENING, _CLOSING = frozenset({"(", "["}), frozenset({")", "]"})
_CHAINING = frozenset({"union", "intersect", "except"})


class TooDeep(postgast.PgQueryError):  # type: ignore[misc]
    """nested too deeply to be read; no server with its usual max_stack_depth takes it either."""

    def __init__(self) -> None:
        super().__init__("nested too deeply to be read; break the expression up")


def parse_sql(sql: str) -> postgast.ParseResult:
    """Return the statements as libpg_query's tree. Raises postgast.PgQueryError, also as TooDeep."""
    if len(sql) > _SHORT and depth_bound(scan_tokens(sql)) > DEEPEST:
        raise TooDeep
    try:
        return postgast.parse(sql)
    except DecodeError:
        raise TooDeep from None


def depth_bound(tokens: tuple[Token, ...]) -> int:
    """Return a number that the tree of no statement is deeper than.

    A tree grows by what stands between two commas, and by set operations whatever commas there are.
    """
    deepest, depth, levels = 0, 0, [(0, 0)]  # (tokens since the last comma, set operations) of each open parenthesis
    for token in tokens:
        since, chained = levels[-1]
        if token.text == ";" and len(levels) == 1:
            depth, levels = 0, [(0, 0)]
        elif token.text in _OPENING:
            levels.append((0, 0))
            depth += 1
        elif token.text in _CLOSING and len(levels) > 1:
            depth -= 1 + since + chained
            levels.pop()
        elif token.text == ",":
            levels[-1], depth = (0, chained), depth - since
        else:
            set_operation = token.text.lower() in _CHAINING
            levels[-1], depth = (since + 1, chained + set_operation), depth + 1 + set_operation
        deepest = max(deepest, depth)
    return deepest


def _lift_depth_limit() -> None:
    # protobuf's own switch for trusted data, without a public name; without it TooDeep comes at a hundred levels.
    try:
        importlib.import_module("google._upb._message").SetAllowOversizeProtos(True)  # noqa: FBT003 - takes no keyword
    except (ImportError, AttributeError):
        return


_lift_depth_limit()
