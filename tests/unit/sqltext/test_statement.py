"""Syntax problems, and statements that no transaction takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.sqltext.script import read_script
from guardian.sqltext.statement import find_syntax_problem, line_and_column


@pytest.mark.parametrize(
    ("sql", "line", "column"),
    [
        ("selec 1", 1, 1),
        ("select 1;\n\nselect * form t;", 3, 10),
        ("select 'é漢🙂'; selec", 1, 15),
        ("create table t (", 1, 17),
        ("select 'open", 1, 8),
    ],
)
def test_a_syntax_problem_has_its_place(sql: str, line: int, column: int) -> None:
    problem = find_syntax_problem(sql)

    assert problem is not None
    assert (problem.line, problem.column) == (line, column)
    assert problem.message


@pytest.mark.parametrize(
    "sql", ["", ";", "-- only\n/* comments */", "select 1", "do $$ begin broken end $$", "select 1;;"]
)
def test_what_parses_is_no_problem(sql: str) -> None:
    assert find_syntax_problem(sql) is None


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("create table t (id int);\n\n  create index concurrently i on t (id);", 3),
        ("drop index concurrently i", 1),
        ("reindex table concurrently t", 1),
        ("reindex (concurrently) table t", 1),
        ("alter table t detach partition p concurrently", 1),
        ("vacuum t", 1),
        ("alter system set work_mem = '1MB'", 1),
        ("create database d", 1),
        ("drop database d", 1),
        ("create tablespace s location '/x'", 1),
    ],
)
def test_what_no_transaction_takes_is_found(sql: str, line: int) -> None:
    outside = read_script(sql).outside

    assert outside is not None
    assert outside.line == line


@pytest.mark.parametrize(
    "sql",
    [
        "create index i on t (id)",
        "savepoint a; rollback to a; release a",
        "analyze t",
        "select 'commit'; -- commit",
        "create function f() returns int language sql begin atomic select 1; end",
        "do $$ begin commit; end $$",
        "not sql at all",
    ],
)
def test_what_a_transaction_takes_is_passed_over(sql: str) -> None:
    assert read_script(sql).outside is None


@given(st.text(max_size=80))
def test_any_text_is_judged_without_a_fault(sql: str) -> None:
    """What cannot be encoded or holds a NUL byte never gets here; all else has a place within the text."""
    sql = sql.replace("\0", "").encode(errors="ignore").decode()
    problem = find_syntax_problem(sql)
    read_script(sql)

    assert problem is None or (1 <= problem.line <= sql.count("\n") + 1 and problem.column >= 1)


@given(st.text(max_size=30), st.integers(-5, 40))
def test_line_and_column_count_from_one(text: str, offset: int) -> None:
    line, column = line_and_column(text, offset)

    before = text[: max(offset, 0)]
    assert line == len(before.split("\n"))
    assert column == len(before.split("\n")[-1]) + 1
