from __future__ import annotations

import re
from collections.abc import Iterator

from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule

LONGEST = 63  # bytes; NAMEDATALEN - 1
# Only a text with such a run of bytes is looked at token by token.
_LONG = re.compile(rb'"(?:[^"\n]|""){64,}"|[A-Za-z0-9_$\x80-\xff]{64,}')


def _find(page: Page) -> Iterator[Finding]:
    if not _LONG.search(page.source.text.encode()):
        return
    for token in page.source.tokens:
        name = None if token.comment else token.name
        size = len(name.encode()) if name else 0
        if name and size > LONGEST:
            kept = name.encode()[:LONGEST].decode(errors="ignore")
            yield Finding(
                start=token.start,
                message=f"the name has {size} bytes; the server cuts it to {LONGEST} without an error: {kept}",
                remedy=f"write one of at most {LONGEST} bytes",
            )


RULE = Rule(
    name="identifier-length",
    why="The server cuts longer names in silence; two names may so become one, and nobody finds the object by its "
    "name.",
    bad=Example(
        up="CREATE INDEX index_of_orders_by_the_date_on_which_they_were_finally_paid_in_full ON orders (paid_on);",
        down="DROP INDEX index_of_orders_by_the_date_on_which_they_were_finally_paid_in_;",
        before="CREATE TABLE orders (id int, paid_on date);",
    ),
    good=Example(
        up="CREATE INDEX orders_paid_on ON orders (paid_on);",
        down="DROP INDEX orders_paid_on;",
        before="CREATE TABLE orders (id int, paid_on date);",
    ),
    at=(1, 14),
    find=_find,
    notes="Bytes of UTF-8 are counted, as the server does. Names that the server makes up itself are not.",
)
