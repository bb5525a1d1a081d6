from __future__ import annotations

from collections.abc import Iterator

from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.sqltext.source import choice


def _find(page: Page) -> Iterator[Finding]:
    for part in page.parts:
        if part.kind == "transaction_stmt":
            word = choice(part.node, "kind").removeprefix("TRANS_STMT_").replace("_", " ")
            yield Finding(
                start=part.start,
                message=f"{word} in a migration; each file is one transaction already, with its row in the "
                f"version table",
                remedy="remove it; what must be committed separately is a migration of its own",
            )


RULE = Rule(
    name="transaction-control",
    why="A COMMIT of its own parts the file from its version row, and a failure after it leaves the database dirty.",
    bad=Example(up="BEGIN;\nCREATE TABLE orders (id int);\nCOMMIT;", down="DROP TABLE orders;"),
    good=Example(up="CREATE TABLE orders (id int);", down="DROP TABLE orders;"),
    at=(1, 1),
    find=_find,
    notes="Also ROLLBACK, SAVEPOINT and their like. BEGIN and END of a function's body are something else.",
)
