"""What is taken for an ordinary file without parsing it is one, as the parser sees it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guardian.sqltext.plain import is_plain
from guardian.sqltext.script import read_script, skim_script

# Every statement that is more than an ordinary one, in pieces that any blank, comment or case may separate.
SPECIAL = [
    "begin", "begin work", "start transaction", "commit", "commit and chain", "end", "rollback", "abort",
    "prepare transaction 'x'", "commit prepared 'x'", "rollback prepared 'x'", "rollback to a",
    "create index concurrently i on t (a)", "create unique index concurrently on t (a)", "drop index concurrently i",
    "reindex table concurrently t", "reindex (concurrently) index i", 'reindex ( "concurrently" ) table t',
    'reindex (U&"\\0063oncurrently") table t', "reindex schema s", "reindex database d", "reindex system d",
    "alter table p detach partition q concurrently", 'alter table p detach partition "q"concurrently',
    "vacuum", "vacuum t", "vacuum (full) t", "cluster", "cluster verbose", "discard all",
    "alter system set work_mem = '1MB'", "create database d", "drop database d",
    "alter database d set tablespace s", "create tablespace s location '/x'", "drop tablespace s",
    "create subscription s connection 'x' publication p", "alter subscription s refresh publication",
    "drop subscription s", "copy t from stdin", "copy t to stdout", "copy (select 1) to stdout",
    "alter type e add value 'x'", "alter type e add value if not exists 'x' before 'y'", "select 'x'::e",
]  # fmt: skip
ORDINARY = [
    "select 1", "create table t (id int, at timestamptz default now())", "insert into t values (1)", "savepoint a",
    "create index i on t (a)", "drop index i", "select 'x'::e", "select 'it''s' as \"a;b\"", "select $$a;b$$",
    "create function f() returns int language sql as $f$ select 1 $f$", "set search_path = a", "no sql at all", "",
]  # fmt: skip
GAPS = [" ", "\n", "\t", "\r\n", "/**/", "/* a /* b */ */", "-- c\n", "\f", "\v", ""]


def changed(statement: str, draw: st.DrawFn) -> str:
    cased = "".join(c.upper() if draw(st.booleans()) else c for c in statement)
    return "".join(draw(st.sampled_from(GAPS[:-1])) if c == " " else c for c in cased)


@st.composite
def scripts(draw: st.DrawFn) -> str:
    """Statements in any order and spelling, with what may stand between them."""
    statements = draw(st.lists(st.sampled_from(SPECIAL + ORDINARY), max_size=4))
    gap = st.sampled_from(GAPS)
    return "".join(
        draw(gap) + changed(s, draw) + draw(gap) + draw(st.sampled_from([";", ";;", ""])) for s in statements
    )


@given(scripts())
@example("SELECT 1;COMMIT")
@example("\ufeffcommit")
@settings(max_examples=400)
def test_what_is_plain_is_one_transaction(sql: str) -> None:
    script = read_script(sql)

    if is_plain(sql):
        assert (script.outside, script.fault, script.text) == (None, None, sql)
        assert not any(s.control or s.effect for s in script.statements)


@pytest.mark.parametrize("sql", [s for s in SPECIAL if s != "select 'x'::e"])
@pytest.mark.parametrize("before", ["", ";", "select 1;", "/**/", "-- a\n", "select 'x';"])
def test_whatever_is_special_is_seen(sql: str, before: str) -> None:
    assert not is_plain(before + sql)
    assert not is_plain(before + sql.upper() + ";select 1")


@pytest.mark.parametrize(
    "text", ["create table t (id int);", "alter table t add column ended_at int, add restart int;"]
)
def test_an_ordinary_file_is_not_parsed(text: str) -> None:
    """The names of columns that only begin or end like such a word do not count."""
    skimmed = skim_script(text)

    assert skimmed.plain
    assert skimmed.whole() == read_script(text)
    assert skimmed.whole().statements != ()


@given(st.text(max_size=60))
def test_any_text_is_run_as_it_stands_where_it_is_plain(sql: str) -> None:
    sql = sql.replace("\0", "").encode(errors="ignore").decode()

    assert skim_script(sql).text == read_script(sql).text
