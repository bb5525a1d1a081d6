from __future__ import annotations

from collections.abc import Iterator

from guardian.config import IfExists, Lint
from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.sqltext.source import Part, choice

_CREATES = {
    "create_stmt": "if_not_exists",
    "create_table_as_stmt": "if_not_exists",
    "index_stmt": "if_not_exists",
    "create_schema_stmt": "if_not_exists",
    "create_seq_stmt": "if_not_exists",
}
_COLUMNS = {"AT_AddColumn": "ADD COLUMN", "AT_DropColumn": "DROP COLUMN", "AT_DropConstraint": "DROP CONSTRAINT"}


def _find(page: Page) -> Iterator[Finding]:
    wanted = page.options.if_exists
    if wanted is IfExists.ANY:
        return
    for part in page.parts:
        for what, word, guarded in _said(part):
            if wanted is IfExists.FORBID and guarded and page.up:
                yield Finding(
                    start=page.source.name_offset(part, "if"),
                    message=f"{what} {word}: where the database is otherwise than the migrations say, nobody "
                    f"hears of it",
                    remedy=f"leave {word} out; the version says what is there",
                )
            elif wanted is IfExists.REQUIRE and not guarded:
                yield Finding(start=part.start, message=f"{what} without {word}", remedy=f"write {word}")


def _said(part: Part) -> Iterator[tuple[str, str, bool]]:
    """Return (statement, the words, whether it has them) for what could have them."""
    if part.kind in _CREATES and (part.kind != "index_stmt" or part.node.idxname):
        what = "CREATE " + {"index_stmt": "INDEX", "create_schema_stmt": "SCHEMA", "create_seq_stmt": "SEQUENCE"}.get(
            part.kind, "TABLE"
        )
        yield what, "IF NOT EXISTS", getattr(part.node, _CREATES[part.kind])
    elif part.kind == "drop_stmt":
        kind = choice(part.node, "remove_type").removeprefix("OBJECT_").replace("MATVIEW", "MATERIALIZED VIEW")
        yield f"DROP {kind.replace('_', ' ')}", "IF EXISTS", part.node.missing_ok
    elif part.kind == "alter_table_stmt":
        for item in part.node.cmds:
            verb = choice(item.alter_table_cmd, "subtype")
            if verb in _COLUMNS:
                word = "IF NOT EXISTS" if verb == "AT_AddColumn" else "IF EXISTS"
                yield _COLUMNS[verb], word, item.alter_table_cmd.missing_ok


RULE = Rule(
    name="if-exists",
    why="IF NOT EXISTS in an up file passes over a table that somebody made otherwise; a team should settle on "
    "one way.",
    bad=Example(up="CREATE TABLE IF NOT EXISTS orders (id int);", down="DROP TABLE IF EXISTS orders;"),
    good=Example(up="CREATE TABLE orders (id int);", down="DROP TABLE IF EXISTS orders;"),
    at=(1, 14),
    find=_find,
    options=Lint(if_exists=IfExists.FORBID),
    notes='Off with `if_exists = "any"`, the default. `"forbid"` is about up files: a down file undoes whatever '
    "is there. "
    '`"require"` is about both. CREATE EXTENSION is left alone, as platforms bring their extensions.',
)
