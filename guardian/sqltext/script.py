"""A file as its statements, and whether they fit into one transaction."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guardian.sqltext.effect import Effect, find_effect
from guardian.sqltext.libpg_query import libpg_query, parse_sql
from guardian.sqltext.plain import is_plain

if TYPE_CHECKING:
    import postgast

_BLOCK_BEGINS = {"BEGIN", "START"}
_BLOCK_ENDS = {"COMMIT", "ROLLBACK", "PREPARE"}
_ENDINGS_ALONE = {"COMMIT PREPARED", "ROLLBACK PREPARED"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement: its text without the semicolon, and where it starts.

    `number` and `line` count from 1; `start` is the offset in characters. `effect` is set where it runs outside
    transactions, `control` is the word (BEGIN, COMMIT, ...) of a statement that begins or ends one, else empty;
    `sets` the setting that a SET for the whole session changes, else empty.
    """

    number: int
    text: str
    start: int
    line: int
    effect: Effect | None = None
    control: str = ""
    sets: str = ""

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.replace("\r\n", "\n").encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Statements that take effect together: one statement, or a block from BEGIN to its end.

    `block` is False for a single statement.
    """

    statements: tuple[Statement, ...]
    block: bool

    @property
    def first(self) -> Statement:
        return self.statements[0]

    @property
    def last(self) -> Statement:
        return self.statements[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why no runner could run the file, and where; `line` counts from 1."""

    line: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A file's statements. `outside` is the one for whose sake it cannot be one transaction, None where it can.

    `text` is what to run in that one transaction: a BEGIN and COMMIT around all the rest, which say the same, are
    blanked out in it, so that positions stay what they are. A `plain` one was not parsed, and has no statements until
    `whole` reads them.
    """

    text: str
    statements: tuple[Statement, ...]
    outside: Statement | None = None
    why: str = ""
    fault: Fault | None = None
    plain: bool = False

    def whole(self) -> Script:
        """Return the script with its statements."""
        return read_script(self.text) if self.plain else self

    @property
    def executed(self) -> tuple[Statement, ...]:
        """The statements of `text`, in order: each of them gives one result."""
        return tuple(s for s in self.statements if not s.control)

    def units(self) -> tuple[Unit, ...]:
        return tuple(_units(self.statements))


@functools.lru_cache(maxsize=1024)  # a file is looked at before the lock, under it, and when it is run
def read_script(sql: str) -> Script:
    """Return the file's statements; none where libpg_query cannot parse it: then the server says what is wrong."""
    postgast = libpg_query()
    try:
        tree = parse_sql(sql)
    except postgast.PgQueryError:
        return Script(text=sql, statements=())
    nodes = [raw.stmt for raw in tree.stmts]
    statements = tuple(_statements(sql, tree))
    fault = _fault(nodes, statements)
    if fault is None and _wrapped(nodes, statements):
        return Script(text=_blanked(sql, statements), statements=statements)
    outside, why = _outside(nodes, statements)
    return Script(text=sql, statements=statements, outside=outside, why=why, fault=fault)


def skim_script(sql: str) -> Script:
    """As `read_script`, but what is plainly one transaction's is not parsed."""
    return Script(text=sql, statements=(), plain=True) if is_plain(sql) else read_script(sql)


def _statements(sql: str, tree: postgast.ParseResult) -> Iterator[Statement]:
    encoded, byte, start, line = sql.encode(), 0, 0, 1
    for number, raw in enumerate(tree.stmts, 1):
        begin = raw.stmt_location
        end = begin + raw.stmt_len if raw.stmt_len else len(encoded)
        between = encoded[byte:begin].decode()
        text = encoded[begin:end].decode()
        blank = len(text) - len(text.lstrip())
        start += len(between)
        line += between.count("\n")
        at = line + text.count("\n", 0, blank)
        yield Statement(
            number=number,
            text=text.strip(),
            start=start + blank,
            line=at,
            effect=find_effect(raw.stmt),
            control=_control(raw.stmt),
            sets=_sets(raw.stmt),
        )
        start, line, byte = start + len(text), line + text.count("\n"), end


def _control(node: postgast.pg_query_pb2.Node) -> str:
    """Return BEGIN, COMMIT and so on of what begins or ends a transaction; savepoints do neither."""
    if node.WhichOneof("node") != "transaction_stmt":
        return ""
    kind = libpg_query().pg_query_pb2.TransactionStmtKind.Name(node.transaction_stmt.kind)
    word = kind.removeprefix("TRANS_STMT_").replace("_", " ")
    return word if word in _BLOCK_BEGINS | _BLOCK_ENDS | _ENDINGS_ALONE else ""


def _sets(node: postgast.pg_query_pb2.Node) -> str:
    if node.WhichOneof("node") != "variable_set_stmt" or node.variable_set_stmt.is_local:
        return ""
    return node.variable_set_stmt.name or "all"


def _wrapped(nodes: Sequence[postgast.pg_query_pb2.Node], statements: Sequence[Statement]) -> bool:
    """Whether the file is one plain BEGIN, statements that a transaction takes, and one plain COMMIT."""
    if len(statements) < 2 or statements[0].control not in _BLOCK_BEGINS or statements[-1].control != "COMMIT":  # noqa: PLR2004 - BEGIN and COMMIT
        return False
    plain = not nodes[0].transaction_stmt.options and not nodes[-1].transaction_stmt.chain
    inner = statements[1:-1]
    return plain and not any(s.control or s.effect for s in inner) and _new_value_used(nodes, statements) is None


def _blanked(sql: str, statements: Sequence[Statement]) -> str:
    for statement in (statements[0], statements[-1]):
        end = statement.start + len(statement.text)
        blank = "".join("\n" if c == "\n" else " " for c in statement.text)
        sql = sql[: statement.start] + blank + sql[end:]
    return sql


def _outside(
    nodes: Sequence[postgast.pg_query_pb2.Node], statements: Sequence[Statement]
) -> tuple[Statement | None, str]:
    for statement in statements:
        if statement.effect is not None:
            return statement, statement.effect.what
        if statement.control:
            return statement, statement.control
    added = _new_value_used(nodes, statements)
    return (added, "ALTER TYPE ... ADD VALUE, whose new value the file uses,") if added else (None, "")


def _new_value_used(nodes: Sequence[postgast.pg_query_pb2.Node], statements: Sequence[Statement]) -> Statement | None:
    """Return the ADD VALUE whose value a later statement names.

    The server lets nobody use it before it is committed, but where the type was made in the same transaction.
    """
    made: set[tuple[str, ...]] = set()
    for position, node in enumerate(nodes):
        kind = node.WhichOneof("node")
        if kind == "create_enum_stmt":
            made.add(tuple(part.string.sval for part in node.create_enum_stmt.type_name))
        if kind == "alter_enum_stmt" and not node.alter_enum_stmt.old_val:
            of = tuple(part.string.sval for part in node.alter_enum_stmt.type_name)
            quoted = "'" + node.alter_enum_stmt.new_val.replace("'", "''") + "'"
            if of not in made and any(quoted in later.text for later in statements[position + 1 :]):
                return statements[position]
    return None


def _fault(nodes: Sequence[postgast.pg_query_pb2.Node], statements: Sequence[Statement]) -> Fault | None:
    begun: Statement | None = None
    for node, statement in zip(nodes, statements, strict=True):
        kind = node.WhichOneof("node")
        if kind == "copy_stmt" and not node.copy_stmt.filename:
            return Fault(line=statement.line, what="COPY from or to the client has no client here; write INSERTs")
        if kind == "transaction_stmt" and node.transaction_stmt.chain:
            return Fault(line=statement.line, what="AND CHAIN is not supported; write COMMIT and BEGIN")
        if statement.control in _BLOCK_BEGINS and begun is None:
            begun = statement
        elif statement.control in _BLOCK_ENDS:
            begun = None
    return Fault(line=begun.line, what=f"{begun.control} has no COMMIT") if begun else None


def _units(statements: Sequence[Statement]) -> Iterator[Unit]:
    block: list[Statement] = []
    for statement in statements:
        if block or statement.control in _BLOCK_BEGINS:
            block.append(statement)
            if statement.control in _BLOCK_ENDS:
                yield Unit(statements=tuple(block), block=True)
                block = []
        else:
            yield Unit(statements=(statement,), block=False)
    if block:
        yield Unit(statements=tuple(block), block=True)
