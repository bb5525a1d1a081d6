"""Roles that SQL text names, by PostgreSQL's own parser."""

from __future__ import annotations

from collections.abc import Iterator

import postgast
from google.protobuf.message import Message  # type: ignore[import-untyped]

from guardian.sqltext.parse import parse_sql

_NAMED = postgast.pg_query_pb2.RoleSpecType.Value("ROLESPEC_CSTRING")


def find_created_roles(sql: str) -> frozenset[str]:
    """Return the roles that CREATE ROLE, USER or GROUP statements make; none where the text does not parse."""
    return frozenset(node.role for node in _nodes(sql) if isinstance(node, postgast.pg_query_pb2.CreateRoleStmt))


def find_named_roles(sql: str) -> frozenset[str]:
    """Return the roles that policies, grants, owners and the like name; none where the text does not parse."""
    specs = (node for node in _nodes(sql) if isinstance(node, postgast.pg_query_pb2.RoleSpec))
    return frozenset(spec.rolename for spec in specs if spec.roletype == _NAMED)


def _nodes(sql: str) -> Iterator[Message]:
    try:
        waiting: list[Message] = [parse_sql(sql)]
    except postgast.PgQueryError:
        return
    while waiting:
        node = waiting.pop()
        yield node
        for field, value in node.ListFields():
            if field.message_type is not None:
                waiting.extend(value if isinstance(value, (list, tuple)) or not isinstance(value, Message) else [value])
