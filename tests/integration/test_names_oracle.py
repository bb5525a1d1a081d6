"""The server itself says how names and literals are quoted."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardian.names import _KEYWORDS, quote_ident, quote_literal
from guardian.pg.embedded import EmbeddedServer

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


@pytest.fixture(scope="module")
def connection(pg_server: EmbeddedServer) -> Iterator[psycopg.Connection]:
    with psycopg.connect(pg_server.url(), autocommit=True) as connection:
        yield connection


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.one_of(TEXT, st.sampled_from(sorted(_KEYWORDS)), st.from_regex(r"[a-z_][a-z0-9_$]{0,9}", fullmatch=True))
)
def test_names_are_quoted_as_the_server_quotes_them(connection: psycopg.Connection, name: str) -> None:
    row = connection.execute("select quote_ident(%s)", [name]).fetchone()

    assert row == (quote_ident(name),)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXT)
def test_literals_mean_the_text_whatever_the_setting(connection: psycopg.Connection, text: str) -> None:
    for setting in ("on", "off"):
        connection.execute(f"set standard_conforming_strings = {setting}")
        assert connection.execute(f"select {quote_literal(text)}".encode()).fetchone() == (text,)
    connection.execute("reset standard_conforming_strings")


def test_every_keyword_of_this_server_is_known(connection: psycopg.Connection) -> None:
    """A server that knows a word more would quote it where guardian does not."""
    rows = connection.execute("select word from pg_get_keywords() where catcode <> 'U'").fetchall()

    assert {row[0] for row in rows} <= _KEYWORDS
