"""SQL text to statements, by PostgreSQL's own parser (libpg_query).

libpg_query follows one server version. A text that it refuses may still be right for a newer server, so callers
treat a SyntaxProblem as a strong hint and let the target decide.
"""

from __future__ import annotations

from dataclasses import dataclass

import postgast

# Statements that PreventInTransactionBlock() of the server refuses whatever their options are, by node name.
_NEVER_IN_TRANSACTION = {
    "vacuum_stmt": "VACUUM",
    "alter_system_stmt": "ALTER SYSTEM",
    "createdb_stmt": "CREATE DATABASE",
    "dropdb_stmt": "DROP DATABASE",
    "create_table_space_stmt": "CREATE TABLESPACE",
    "drop_table_space_stmt": "DROP TABLESPACE",
}
_WITHIN_TRANSACTION = {"TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO"}
_CONCURRENT = {"index_stmt": "CREATE INDEX CONCURRENTLY", "drop_stmt": "DROP INDEX CONCURRENTLY"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntaxProblem:
    """Where the parser stopped: `line` and `column` count from 1, in characters."""

    message: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideTransaction:
    """A statement that cannot stand in one transaction with the rest of its file; `line` counts from 1."""

    what: str
    line: int


def find_syntax_problem(sql: str) -> SyntaxProblem | None:
    """Return where the text is no SQL, None where it all parses."""
    try:
        postgast.parse(sql)
    except postgast.PgQueryError as fault:
        line, column = line_and_column(sql, fault.cursorpos - 1)  # in characters, unlike a statement's location
        return SyntaxProblem(message=fault.message, line=line, column=column)
    return None


def find_outside_transaction(sql: str) -> OutsideTransaction | None:
    """Return the first statement that the server refuses inside a transaction block, or that ends the block.

    None also where the text does not parse: then the server says what is wrong with it.
    """
    try:
        tree = postgast.parse(sql)
    except postgast.PgQueryError:
        return None
    for raw in tree.stmts:
        what = _outside(raw.stmt)
        if what is not None:
            start = _characters(sql, raw.stmt_location)
            skipped = len(sql[start:]) - len(sql[start:].lstrip())
            return OutsideTransaction(what=what, line=line_and_column(sql, start + skipped)[0])
    return None


def _outside(statement: postgast.pg_query_pb2.Node) -> str | None:
    kind = statement.WhichOneof("node")
    node = getattr(statement, kind) if kind else None
    if node is None:
        return None
    if kind == "transaction_stmt":
        name = postgast.pg_query_pb2.TransactionStmtKind.Name(node.kind)
        return None if name in _WITHIN_TRANSACTION else name.removeprefix("TRANS_STMT_").replace("_", " ")
    if kind in _CONCURRENT and node.concurrent:
        return _CONCURRENT[kind]
    if kind == "reindex_stmt" and any(option.def_elem.defname == "concurrently" for option in node.params):
        return "REINDEX CONCURRENTLY"
    if kind == "alter_table_stmt" and any(_detaches_concurrently(command) for command in node.cmds):
        return "DETACH PARTITION CONCURRENTLY"
    return _NEVER_IN_TRANSACTION.get(kind) if kind != "vacuum_stmt" or node.is_vacuumcmd else None


def _detaches_concurrently(command: postgast.pg_query_pb2.Node) -> bool:
    definition = getattr(command.alter_table_cmd, "def")
    return bool(definition.partition_cmd.concurrent) if definition.HasField("partition_cmd") else False


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of the character at this offset, from 0."""
    before = text[: max(offset, 0)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _characters(sql: str, byte_offset: int) -> int:
    return len(sql.encode()[: max(byte_offset, 0)].decode(errors="ignore"))


def split_statements(sql: str) -> tuple[str, ...]:
    """Return the statements, without semicolons and without the comments between them.

    A text that this parser's version does not know is split by its tokens alone.
    """
    try:
        found = postgast.split(sql)
    except postgast.PgQueryError:
        found = postgast.split(sql, method="scanner")
    return tuple(_without_comments(text) for text in found)


def _without_comments(statement: str) -> str:
    text = statement.strip()
    while text.startswith("--"):
        text = text.partition("\n")[2].lstrip()
    return text
