from __future__ import annotations

from collections.abc import Iterator

from guardian.config import Lint
from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.lint.thing import Verb, steps

_DEFAULT_SCHEMA = "public"  # where a name without one leads on a migration's clean session


def _find(page: Page) -> Iterator[Finding]:
    exposed = page.options.exposed_schemas
    if not exposed or not page.up:
        return
    for part in page.parts:
        for step in steps((part,)):
            table = step.thing
            if step.verb is not Verb.MAKE or table.kind != "table" or (table.schema or _DEFAULT_SCHEMA) not in exposed:
                continue
            if not any(table.is_the(other) for other in page.surroundings.secured()):
                yield Finding(
                    start=page.source.name_offset(part, table.name),
                    message=f"{table} is in an exposed schema, and no migration enables row level security on it; "
                    "whoever has the public key reads and writes it",
                    remedy=f"add ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY, and policies",
                )


RULE = Rule(
    name="row-security",
    why="In a schema that an API exposes, a table without row level security is open to everybody with the public key.",
    bad=Example(up="CREATE TABLE orders (id int);", down="DROP TABLE orders;"),
    good=Example(
        up="CREATE TABLE orders (id int);\nALTER TABLE orders ENABLE ROW LEVEL SECURITY;", down="DROP TABLE orders;"
    ),
    at=(1, 14),
    find=_find,
    options=Lint(exposed_schemas=("public",)),
    notes="Off unless `exposed_schemas` names schemas. Any migration of the directory may enable it.",
)
