"""Identifiers and literals as DDL writes them, against the server's own quoting."""

from __future__ import annotations

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from guardian.names import quote_ident, quote_literal
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.ddl import render_ddl
from guardian.schema.diff import diff
from guardian.schema.model import Snapshot

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
AWKWARD = ['a"b', "a'b", "A", "select", "naïve", "a.b", "; drop table t; --", "$$", "\\", "\n", " ", "%s", "1", "日本"]


@pytest.fixture(scope="module")
def connection(pg_server):
    with psycopg.connect(pg_server.url(), autocommit=True) as opened:
        yield opened


@given(text=TEXT)
@example("select")
@example('A"b\\')
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_the_server_quotes(connection, text):
    """A literal is the server's to the letter; an identifier means the same, and is quoted where the server would."""
    literal, ident = connection.execute(
        "select quote_literal(%s::text), quote_ident(%s::text)", [text, text]
    ).fetchone()
    assert quote_literal(text) == literal.removeprefix(" ")
    # The keywords are those of 18: an older server leaves a few of them bare, and takes them quoted.
    older = connection.info.server_version < 180000
    assert quote_ident(text) in ({ident, f'"{ident}"'} if older else {ident})


def test_every_keyword_is_quoted(connection):
    """A word too many is harmless, one too few is broken DDL."""
    rows = connection.execute("select word, catcode from pg_get_keywords()").fetchall()
    assert len(rows) > 400
    assert [word for word, code in rows if code != "U" and quote_ident(word) == word] == []


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_name_everywhere(name, make_database):
    """One name for every kind of object, for labels, arguments, literals and comments."""
    q, text = quote_ident(name), quote_literal(name)
    old, new = make_database(), make_database()
    with psycopg.connect(new, autocommit=True) as there:
        there.execute(f"""
            create schema {q}; comment on schema {q} is {text};
            create type {q}.{quote_ident(name + "e")} as enum ({text});
            create sequence {q}.{quote_ident(name + "s")};
            create table {q}.{q} (
                {q} {q}.{quote_ident(name + "e")} default {text},
                k int constraint {quote_ident(name + "p")} primary key,
                constraint {q} check (({q})::text <> {quote_literal(name + "!")}));
            create index {quote_ident(name + "i")} on {q}.{q} ({q}) where {q} > {text};
            create view {q}.{quote_ident(name + "v")} as select {q}, {text}::text as t from {q}.{q};
            create function {q}.{q}({quote_ident(name + "a")} text default {text}) returns text language sql
                as {quote_literal("select " + text)};
            create function {q}.{quote_ident(name + "t")}() returns trigger language plpgsql as 'begin return new; end';
            create trigger {q} before update of {q} on {q}.{q} for each row
                execute function {q}.{quote_ident(name + "t")}({text});
            create policy {q} on {q}.{q} using (({q})::text = {text});
            comment on column {q}.{q}.{q} is {text}; comment on policy {q} on {q}.{q} is {text};
            comment on constraint {q} on {q}.{q} is {text}; comment on trigger {q} on {q}.{q} is {text};
        """)
        wanted = fetch_snapshot(there, schemas=["public", name])
    with psycopg.connect(old, autocommit=True) as there:
        empty = fetch_snapshot(there, schemas=["public", name])
        for statement in render_ddl(empty, wanted):
            there.execute(statement.sql)
        made = fetch_snapshot(there, schemas=["public", name])
        for statement in render_ddl(made, empty):
            there.execute(statement.sql)
        gone = fetch_snapshot(there, schemas=["public", name])
    assert len(wanted.objects) > 12
    assert diff(made, wanted) == ()
    assert gone == empty
    assert isinstance(gone, Snapshot)
