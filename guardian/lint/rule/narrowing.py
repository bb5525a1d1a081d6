"""Whether ALTER COLUMN TYPE cuts values, as far as the migration's own text shows it."""

from __future__ import annotations

from guardian.lint.thing import Thing, type_name
from guardian.sqltext.source import Node, Source, choice, walk

_CUTTING = {"left", "right", "substr", "substring", "trunc", "round", "floor", "ceil", "ceiling", "date_trunc", "div"}
_CUTTING_TYPES = {"varchar", "bpchar", "bit", "varbit", "char"}
# From wide to narrow: each holds what those after it hold.
_ORDERS = (
    ("numeric", "float8", "float4", "int8", "int4", "int2"),
    ("text", "varchar", "bpchar"),
    ("timestamptz", "date"),
    ("timestamp", "date"),
    ("timestamptz", "time"),
    ("timestamp", "time"),
    ("jsonb", "text[]"),
)


def narrowed(column: Thing, definition: Node, down: Source | None) -> str:
    """Return how values are cut, "" where the text does not show it.

    `definition` is the ColumnDef with the new type and USING; the down file says what the type was before.
    """
    if definition.HasField("raw_default"):
        return _using(column.name, definition.raw_default)
    old = _old_type(column, down)
    if old is not None and _narrower(old, definition.type_name):
        return f"the type becomes narrower, {_shown(definition.type_name)} after {_shown(old)}"
    return ""


def _using(column: str, expression: Node) -> str:
    mentioned = False
    for node in walk(expression):
        kind = node.DESCRIPTOR.name
        if kind == "ColumnRef":
            mentioned = mentioned or node.fields[-1].string.sval == column
        elif kind == "FuncCall" and node.funcname[-1].string.sval in _CUTTING:
            return f"USING {node.funcname[-1].string.sval}() cuts its values"
        elif kind == "TypeCast" and node.type_name.typmods and type_name(node.type_name) in _CUTTING_TYPES:
            return f"USING with a cast to {_shown(node.type_name)} cuts longer values without an error"
    return "" if mentioned else "USING does not look at the old values"


def _old_type(column: Thing, down: Source | None) -> Node | None:
    for part in down.parts if down else ():
        table = part.node.relation if part.kind == "alter_table_stmt" else None
        for item in part.node.cmds if table else ():
            command = item.alter_table_cmd
            other = Thing("column", command.name, table.schemaname, table.relname) if table else column
            if choice(command, "subtype") == "AT_AlterColumnType" and column.is_the(other):
                return getattr(command, "def").column_def.type_name
    return None


def _narrower(old: Node, new: Node) -> bool:
    before, after = type_name(old), type_name(new)
    if before == after:
        return _shorter(_lengths(old), _lengths(new), numeric=before == "numeric")
    if (before, after) in {("varchar", "bpchar"), ("bpchar", "varchar")}:
        return _shorter(_lengths(old), _lengths(new), numeric=False)
    if (before, after) == ("varchar", "text") or (before == "text" and not new.typmods and after == "varchar"):
        return False
    return any(before in order and after in order and order.index(before) < order.index(after) for order in _ORDERS)


def _lengths(node: Node) -> tuple[int, ...]:
    return tuple(item.a_const.ival.ival for item in node.typmods)


def _shorter(old: tuple[int, ...], new: tuple[int, ...], *, numeric: bool) -> bool:
    if not new or new == old:
        return False
    if not old:
        return True
    if not numeric:
        return new[0] < old[0]
    (precision, scale), (wide, places) = ((*new, 0)[:2], (*old, 0)[:2])
    return scale < places or precision - scale < wide - places


def _shown(node: Node) -> str:
    lengths = _lengths(node)
    return type_name(node) + (f"({','.join(map(str, lengths))})" if lengths else "")
