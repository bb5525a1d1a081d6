from __future__ import annotations

from collections.abc import Iterator

from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule


def _find(page: Page) -> Iterator[Finding]:
    script = page.script
    if script is None or script.outside is None or script.outside.control:
        return
    # SET is for the run itself: a timeout, for example.
    others = [
        statement
        for statement, part in zip(script.statements, page.parts, strict=True)
        if statement.effect is None and statement is not script.outside and part.kind != "variable_set_stmt"
    ]
    if others:
        yield Finding(
            start=script.outside.start,
            message=f"{script.why.rstrip(',')} runs outside any transaction, with {len(others)} other "
            f"statement{'s' * (len(others) > 1)} in the file; after a failure only half of the file is done",
            remedy="give it a migration of its own",
        )


RULE = Rule(
    name="mixed-transaction",
    why="A statement that no transaction takes makes the whole file run without one, so a failure leaves half of "
    "it done.",
    bad=Example(
        up="ALTER TABLE orders ADD COLUMN paid_on date;\nCREATE INDEX CONCURRENTLY orders_paid_on ON orders (paid_on);",
        down="DROP INDEX orders_paid_on;\nALTER TABLE orders DROP COLUMN paid_on;",
        before="CREATE TABLE orders (id int);",
    ),
    good=Example(
        up="CREATE INDEX CONCURRENTLY orders_paid_on ON orders (paid_on);",
        down="DROP INDEX CONCURRENTLY orders_paid_on;",
        before="CREATE TABLE orders (id int, paid_on date);",
    ),
    at=(2, 1),
    find=_find,
    notes="Such are CREATE INDEX CONCURRENTLY and its like, VACUUM, ALTER SYSTEM, CREATE DATABASE, and ALTER TYPE "
    "... ADD "
    "VALUE where the same file uses the new value. Several of them without anything else are well, and so is a SET.",
)
