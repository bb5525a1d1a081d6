from __future__ import annotations

from collections.abc import Iterator

from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.sqltext.secret_span import find_secret_spans


def _find(page: Page) -> Iterator[Finding]:
    for span in find_secret_spans(page.source.text):
        yield Finding(
            start=span.start,
            message=f"{span.what} stands in the file, in git and in the history of every database it runs on",
            remedy="change it where it is used, and set it outside the migrations, from a vault or the environment",
        )


RULE = Rule(
    name="secret",
    why="A migration is kept for ever and copied everywhere; a password in it is known to all who ever read the "
    "repository.",
    bad=Example(up="CREATE ROLE app_reader LOGIN PASSWORD 'correct horse';", down="DROP ROLE app_reader;"),
    good=Example(up="CREATE ROLE app_reader NOLOGIN;", down="DROP ROLE app_reader;"),
    at=(1, 40),
    find=_find,
    notes="Found are passwords of roles, user mappings, subscriptions and connection strings, secrets given to a "
    "vault or a "
    "setting, private keys, JSON web tokens but for Supabase's public anon key, and keys of well-known services; in "
    "comments and function bodies too. What is shown of such a line has asterisks in the secret's place.",
)
