"""Whether a statement and the server's own words for an index describe the same one, whatever it is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from guardian.sqltext.libpg_query import libpg_query

if TYPE_CHECKING:
    import postgast

# What pg_get_indexdef() leaves out or adds, and what does not matter to what the index is.
_NO_MATTER = ("idxname", "relation", "concurrent", "if_not_exists", "table_space")


class _Message(Protocol):
    """What there is to a protobuf message here; its library has no types of its own."""

    def ListFields(self) -> Iterable[tuple[Any, Any]]: ...  # noqa: N802

    def ClearField(self, name: str) -> None: ...  # noqa: N802


def is_same_index(statement: str, definition: str) -> bool:
    """Return whether both make the same index of their tables.

    False also where the server only spells the same thing in another way: a cast that it adds, a default written out.
    """
    ours, theirs = _index(statement), _index(definition)
    return ours is not None and ours == theirs


def _index(sql: str) -> postgast.pg_query_pb2.IndexStmt | None:
    postgast = libpg_query()
    try:
        tree = postgast.parse(sql)
    except postgast.PgQueryError:
        return None
    if len(tree.stmts) != 1 or tree.stmts[0].stmt.WhichOneof("node") != "index_stmt":
        return None
    node = tree.stmts[0].stmt.index_stmt
    for name in _NO_MATTER:
        node.ClearField(name)
    node.access_method = node.access_method or "btree"
    for element in node.index_params:
        _spell_out(element.index_elem)
    for option in node.options:
        value = option.def_elem.arg
        if value.WhichOneof("node") == "integer":
            value.string.sval = str(value.integer.ival)  # the server quotes it
    _forget_places(node)
    return node


def _spell_out(element: postgast.pg_query_pb2.IndexElem) -> None:
    pb2 = libpg_query().pg_query_pb2
    descending = element.ordering == pb2.SortByDir.Value("SORTBY_DESC")
    if not descending:
        element.ordering = pb2.SortByDir.Value("SORTBY_ASC")
    if element.nulls_ordering == pb2.SortByNulls.Value("SORTBY_NULLS_DEFAULT"):
        element.nulls_ordering = pb2.SortByNulls.Value("SORTBY_NULLS_FIRST" if descending else "SORTBY_NULLS_LAST")


def _forget_places(message: _Message) -> None:
    for field, value in message.ListFields():
        if field.name == "location":
            message.ClearField("location")
        elif field.message_type is not None:
            for part in value if not hasattr(value, "ListFields") else (value,):
                _forget_places(part)
