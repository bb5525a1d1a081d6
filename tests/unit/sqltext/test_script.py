"""Files as statements: where they start, what runs outside transactions, what belongs together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.sqltext.likeness import differs_only_in_comments
from guardian.sqltext.script import read_script
from guardian.sqltext.secret import find_secrets, mask


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("create index concurrently i on t (a)", "CREATE INDEX CONCURRENTLY"),
        ("create index i on t (a)", ""),
        ("drop index concurrently i", "DROP INDEX CONCURRENTLY"),
        ("reindex table concurrently t", "REINDEX CONCURRENTLY"),
        ("reindex (concurrently false) table t", ""),
        ("reindex table t", ""),
        ("reindex database d", "REINDEX DATABASE"),
        ("refresh materialized view concurrently m", ""),
        ("vacuum", "VACUUM"),
        ("analyze", ""),
        ("alter system set work_mem = '1MB'", "ALTER SYSTEM"),
        ("create database d", "CREATE DATABASE"),
        ("drop database d", "DROP DATABASE"),
        ("create tablespace s location '/x'", "CREATE TABLESPACE"),
        ("alter database d set tablespace s", "ALTER DATABASE SET TABLESPACE"),
        ("alter database d set work_mem = '1MB'", ""),
        ("alter table p detach partition q concurrently", "DETACH PARTITION CONCURRENTLY"),
        ("alter table p detach partition q", ""),
        ("create subscription s connection 'x' publication p", "CREATE SUBSCRIPTION"),
        ("cluster", "CLUSTER"),
        ("cluster t", ""),
        ("discard all", "DISCARD ALL"),
        ("discard temp", ""),
        ("select 1; commit; select 2", "COMMIT"),
        ("begin; select 1; commit; select 2", "BEGIN"),
        ("begin; create index concurrently i on t (a); commit", "BEGIN"),
        ("begin isolation level serializable; select 1; commit", "BEGIN"),
        ("begin; select 1; commit", ""),
        ("start transaction; select 1; end", ""),
        ("savepoint a; rollback to a; release a", ""),
        ("alter type e add value 'x'", ""),
        ("alter type e add value 'x'; select 'y'", ""),
        ("alter type e add value 'x'; select 'x'::e", "ALTER TYPE ... ADD VALUE, whose new value the file uses,"),
        ("alter type e add value 'x'; do $$ begin perform 'x'::e; end $$", "ALTER TYPE ... ADD VALUE, whose new value the file uses,"),  # noqa: E501
        ("alter type e rename value 'a' to 'x'; select 'x'::e", ""),
        ("create type e as enum (); alter type e add value 'x'; select 'x'::e", ""),
        ("do $$ begin commit; end $$", ""),
        ("create tabel t; commit", ""),
        ("", ""),
        ("-- commit", ""),
    ],
)  # fmt: skip
def test_what_a_file_cannot_be_one_transaction_for(sql: str, what: str) -> None:
    assert read_script(sql).why == what


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 1;\nbegin; select 2", "BEGIN has no COMMIT"),
        ("select 1;\ncopy t from stdin", "COPY from or to the client has no client here; write INSERTs"),
        ("begin;\ncommit and chain; commit", "AND CHAIN is not supported; write COMMIT and BEGIN"),
    ],
)
def test_what_nobody_can_run_is_found(sql: str, said: str) -> None:
    fault = read_script(sql).fault
    assert fault is not None
    assert (fault.line, fault.what) == (2, said)


def test_begin_and_commit_around_a_file_are_blanked_and_nothing_moves() -> None:
    script = read_script("-- é\nBEGIN;\nselect 1;\ncommit work ;\n")
    assert script.text == "-- é\n     ;\nselect 1;\n            ;\n"


def test_blocks_are_units() -> None:
    script = read_script("vacuum; begin; select 1; select 2; commit; select 3; start transaction; rollback")
    assert [(unit.first.number, unit.last.number, unit.block) for unit in script.units()] == [
        (1, 1, False), (2, 5, True), (6, 6, False), (7, 8, True),
    ]  # fmt: skip


_PIECE = st.sampled_from(
    ["select 1", "select 'é;' ", "select $$;\n$$", "vacuum", "-- x;\nselect 2", "/* ; */ select 3", "\n\n  select 4"]
)


@given(st.lists(_PIECE, max_size=8))
def test_statements_stand_where_they_are_said_to(pieces: list[str]) -> None:
    """The text of each is found at its start, and its line is the line of that place."""
    sql = ";".join(pieces)
    script = read_script(sql)
    assert len(script.statements) == len(pieces)
    for statement in script.statements:
        assert sql[statement.start :].startswith(statement.text)
        assert statement.line == sql.count("\n", 0, statement.start) + 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("select 1", "-- x\nselect\n  1 /* y */;", False),
        ("select 1;", "-- x\nselect\n  1 /* y */;", True),
        ("create table t (a int default 1);", "create table t (a int default 2);", False),
        ("select 'a  b';", "select 'a b';", False),
        ("do $$ x $$;", "do $$ x -- y\n $$;", False),
        ("create tabel;", "create tabel; -- x", False),
    ],
)
def test_comments_and_white_space_are_told_from_changes(one: str, other: str, *, same: bool) -> None:
    assert differs_only_in_comments(one, other) is same


def test_passwords_in_sql_are_masked() -> None:
    sql = "create role a password 'hunter2'; select dblink('postgres://u:s3cret@h/d', 'password=word1 host=x')"
    masked = mask(sql, find_secrets(sql))
    assert len(masked) == len(sql)
    for secret in ("hunter2", "s3cret", "word1"):
        assert secret not in masked
