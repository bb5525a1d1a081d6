"""SQL text to statements, by PostgreSQL's own parser (libpg_query).

libpg_query follows one server version. A text that it refuses may still be right for a newer server, so callers
treat a SyntaxProblem as a strong hint and let the target decide.
"""

from __future__ import annotations

from dataclasses import dataclass

from guardian.sqltext.libpg_query import libpg_query, parse_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntaxProblem:
    """Where the parser stopped: `line` and `column` count from 1, in characters."""

    message: str
    line: int
    column: int


def find_syntax_problem(sql: str) -> SyntaxProblem | None:
    """Return where the text is no SQL, None where it all parses."""
    postgast = libpg_query()
    try:
        parse_sql(sql)
    except postgast.PgQueryError as fault:
        line, column = line_and_column(sql, fault.cursorpos - 1)  # in characters, unlike a statement's location
        return SyntaxProblem(message=fault.message, line=line, column=column)
    return None


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
    postgast = libpg_query()
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
