"""What a statement outside a transaction does to the catalog, so that it can be seen whether it was done.

Which statements those are: the callers of PreventInTransactionBlock() in the server's source.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guardian.sqltext.libpg_query import libpg_query

if TYPE_CHECKING:
    import postgast

Name = tuple[str, ...]


class Verb(enum.Enum):
    """`REPEATABLE` can be run again and again; of the others the catalog tells whether they were done."""

    CREATE_INDEX = enum.auto()
    DROP_INDEX = enum.auto()
    REINDEX = enum.auto()
    DETACH = enum.auto()
    CREATE_DATABASE = enum.auto()
    DROP_DATABASE = enum.auto()
    CREATE_TABLESPACE = enum.auto()
    DROP_TABLESPACE = enum.auto()
    CREATE_SUBSCRIPTION = enum.auto()
    DROP_SUBSCRIPTION = enum.auto()
    REPEATABLE = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A statement that runs outside a transaction: `what` it is called, and the object that it makes or removes.

    `name` is one or two parts, as in the text, and empty for an index without a name; `table` is the indexed or
    partitioned table. `server_wide` is what leaves the database: a replay in a scratch database passes it over.
    """

    verb: Verb
    what: str
    name: Name = ()
    table: Name = ()
    server_wide: bool = False


_PLAIN = {
    "alter_system_stmt": ("ALTER SYSTEM", True),
    "alter_subscription_stmt": ("ALTER SUBSCRIPTION", True),
}
_NAMED = {
    "createdb_stmt": (Verb.CREATE_DATABASE, "CREATE DATABASE", "dbname"),
    "dropdb_stmt": (Verb.DROP_DATABASE, "DROP DATABASE", "dbname"),
    "create_table_space_stmt": (Verb.CREATE_TABLESPACE, "CREATE TABLESPACE", "tablespacename"),
    "drop_table_space_stmt": (Verb.DROP_TABLESPACE, "DROP TABLESPACE", "tablespacename"),
    "create_subscription_stmt": (Verb.CREATE_SUBSCRIPTION, "CREATE SUBSCRIPTION", "subname"),
    "drop_subscription_stmt": (Verb.DROP_SUBSCRIPTION, "DROP SUBSCRIPTION", "subname"),
}
_REINDEX_WIDE = {"REINDEX_OBJECT_SCHEMA", "REINDEX_OBJECT_DATABASE", "REINDEX_OBJECT_SYSTEM"}


def find_effect(statement: postgast.pg_query_pb2.Node) -> Effect | None:
    """Return what the statement does where it cannot run in a transaction block, None for all others."""
    kind = statement.WhichOneof("node")
    if kind is None:
        return None
    node = getattr(statement, kind)
    if kind in _PLAIN:
        what, server_wide = _PLAIN[kind]
        return Effect(verb=Verb.REPEATABLE, what=what, server_wide=server_wide)
    if kind in _NAMED:
        verb, what, field = _NAMED[kind]
        return Effect(verb=verb, what=what, name=(getattr(node, field),), server_wide=True)
    special = _SPECIAL.get(kind)
    return special(node) if special else None


def _index(node: postgast.pg_query_pb2.IndexStmt) -> Effect | None:
    if not node.concurrent:
        return None
    table = _relation(node.relation)
    name = (*table[:-1], node.idxname) if node.idxname else ()
    return Effect(verb=Verb.CREATE_INDEX, what="CREATE INDEX CONCURRENTLY", name=name, table=table)


def _drop(node: postgast.pg_query_pb2.DropStmt) -> Effect | None:
    if not node.concurrent:
        return None
    name = tuple(item.string.sval for item in node.objects[0].list.items)
    return Effect(verb=Verb.DROP_INDEX, what="DROP INDEX CONCURRENTLY", name=name[-2:])


def _reindex(node: postgast.pg_query_pb2.ReindexStmt) -> Effect | None:
    of = libpg_query().pg_query_pb2.ReindexObjectType.Name(node.kind)
    if of in _REINDEX_WIDE:
        return Effect(verb=Verb.REPEATABLE, what=f"REINDEX {of.removeprefix('REINDEX_OBJECT_')}")
    if not any(_switched_on(option.def_elem, "concurrently") for option in node.params):
        return None
    relation = _relation(node.relation)
    index = of == "REINDEX_OBJECT_INDEX"
    name, table = (relation, ()) if index else ((), relation)
    return Effect(verb=Verb.REINDEX, what="REINDEX CONCURRENTLY", name=name, table=table)


def _switched_on(option: postgast.pg_query_pb2.DefElem, name: str) -> bool:
    """As the server's defGetBoolean(): an option without a value is on."""
    if option.defname != name:
        return False
    kind = option.arg.WhichOneof("node")
    if kind == "integer":
        return bool(option.arg.integer.ival)
    return kind != "string" or option.arg.string.sval.lower() not in {"false", "off", "no", "0"}


def _alter_table(node: postgast.pg_query_pb2.AlterTableStmt) -> Effect | None:
    for command in node.cmds:
        definition = getattr(command.alter_table_cmd, "def")
        if definition.HasField("partition_cmd") and definition.partition_cmd.concurrent:
            part = _relation(definition.partition_cmd.name)
            what = "DETACH PARTITION CONCURRENTLY"
            return Effect(verb=Verb.DETACH, what=what, name=part, table=_relation(node.relation))
    return None


def _vacuum(node: postgast.pg_query_pb2.VacuumStmt) -> Effect | None:
    return Effect(verb=Verb.REPEATABLE, what="VACUUM") if node.is_vacuumcmd else None


def _cluster(node: postgast.pg_query_pb2.ClusterStmt) -> Effect | None:
    return None if node.HasField("relation") else Effect(verb=Verb.REPEATABLE, what="CLUSTER")


def _alter_database(node: postgast.pg_query_pb2.AlterDatabaseStmt) -> Effect | None:
    if not any(option.def_elem.defname == "tablespace" for option in node.options):
        return None
    return Effect(verb=Verb.REPEATABLE, what="ALTER DATABASE SET TABLESPACE", server_wide=True)


def _discard(node: postgast.pg_query_pb2.DiscardStmt) -> Effect | None:
    whole = node.target == libpg_query().pg_query_pb2.DiscardMode.Value("DISCARD_ALL")
    return Effect(verb=Verb.REPEATABLE, what="DISCARD ALL") if whole else None


def _relation(node: postgast.pg_query_pb2.RangeVar) -> Name:
    return (node.schemaname, node.relname) if node.schemaname else (node.relname,)


_SPECIAL = {
    "index_stmt": _index,
    "drop_stmt": _drop,
    "reindex_stmt": _reindex,
    "alter_table_stmt": _alter_table,
    "vacuum_stmt": _vacuum,
    "cluster_stmt": _cluster,
    "alter_database_stmt": _alter_database,
    "discard_stmt": _discard,
}
