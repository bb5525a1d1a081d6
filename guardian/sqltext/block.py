"""What a DO block runs: the SQL in its PL/pgSQL, and what can be read of the SQL that it puts together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import postgast

from guardian.sqltext.parse import parse_sql
from guardian.sqltext.source import Node

_UNKNOWN = "something"  # in the place of what is known only as the block runs
_PLACEHOLDER = re.compile(r"%(?:[0-9]+\$)?-?[0-9]*([IsL%])")
_DYNAMIC = {"PLpgSQL_stmt_dynexecute": "query", "PLpgSQL_stmt_dynfors": "query"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """`sql` is what runs; `text` is how the block says it."""

    sql: str
    text: str


def read_block(sql: str) -> tuple[Inner, ...]:
    """Return what the DO statement runs, in its order; nothing where it is not PL/pgSQL that can be read."""
    try:
        found = postgast.parse_plpgsql(sql)
        return tuple(_inner(found))
    except (postgast.PgQueryError, ValueError, RecursionError):
        return ()


def _inner(found: object) -> Iterator[Inner]:
    if isinstance(found, list):
        for item in found:
            yield from _inner(item)
    elif isinstance(found, dict):
        for kind, value in found.items():
            if kind == "PLpgSQL_expr" and value.get("parseMode") == 0:
                yield Inner(sql=value["query"], text=value["query"])
            elif kind.startswith("PLpgSQL_stmt_"):
                yield from _composed(value.get("dynquery") or value.get(_DYNAMIC.get(kind, "")))
                yield from _inner(value)
            else:
                yield from _inner(value)


def _composed(expression: Node) -> Iterator[Inner]:
    """Yield what EXECUTE runs, as far as its expression says so."""
    if not expression:
        return
    text = expression["PLpgSQL_expr"]["query"]
    try:
        target = parse_sql(f"SELECT {text}").stmts[0].stmt.select_stmt.target_list[0]
    except (postgast.PgQueryError, IndexError):
        return
    yield Inner(sql=_said(target.res_target.val), text=text)


def _said(node: Node) -> str:
    kind = node.WhichOneof("node")
    if kind == "a_const":
        return str(node.a_const.sval.sval)
    if kind == "a_expr" and [name.string.sval for name in node.a_expr.name] == ["||"]:
        return _said(node.a_expr.lexpr) + _said(node.a_expr.rexpr)
    if kind == "func_call" and node.func_call.funcname[-1].string.sval == "format" and node.func_call.args:
        return _PLACEHOLDER.sub(_filled, _said(node.func_call.args[0]))
    return _UNKNOWN


def _filled(match: re.Match[str]) -> str:
    return {"%": "%", "L": f"'{_UNKNOWN}'"}.get(match[1], _UNKNOWN)
