from __future__ import annotations

from collections.abc import Iterator

from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.sqltext.source import Part, walk

_PATH = "search_path"
_REMEDY = "write the schema before the name: app.orders"


def _find(page: Page) -> Iterator[Finding]:
    for part in page.parts:
        if part.kind == "variable_set_stmt" and part.node.name == _PATH and part.node.args:
            yield Finding(
                start=part.start,
                message="SET search_path: what a name in this file means depends on the line",
                remedy=_REMEDY,
            )
        elif part.kind in _OWNERS and part.node.setstmt.name == _PATH:
            yield Finding(
                start=part.start,
                message=f"{_OWNERS[part.kind]} SET search_path: names mean something else in every later session, and "
                "neither migration nor replay sees it",
                remedy=_REMEDY,
            )
        elif part.kind == "select_stmt":
            yield from _calls(page, part)


def _calls(page: Page, part: Part) -> Iterator[Finding]:
    if "set_config" not in page.source.text[part.start : part.end].lower():
        return
    for node in walk(part.node):
        named = node.DESCRIPTOR.name == "FuncCall" and node.funcname[-1].string.sval == "set_config"
        if named and node.args and node.args[0].a_const.sval.sval.lower() == _PATH:
            start = page.source.offset(node.location)
            yield Finding(start=start, message="set_config changes the search_path", remedy=_REMEDY)


_OWNERS = {
    "alter_role_set_stmt": "ALTER ROLE",
    "alter_database_set_stmt": "ALTER DATABASE",
    "alter_system_stmt": "ALTER SYSTEM",
}

RULE = Rule(
    name="search-path",
    why="With another search_path the same file makes its objects in another schema, and the next file does so too.",
    bad=Example(
        up="SET search_path = app;\nCREATE TABLE orders (id int);",
        down="DROP TABLE app.orders;",
        before="CREATE SCHEMA app;",
    ),
    good=Example(up="CREATE TABLE app.orders (id int);", down="DROP TABLE app.orders;", before="CREATE SCHEMA app;"),
    at=(1, 1),
    find=_find,
    notes="Also SET LOCAL, set_config(), and ALTER ROLE, DATABASE or SYSTEM ... SET search_path. The SET of a "
    "function is "
    "what the rule security-definer asks for.",
)
