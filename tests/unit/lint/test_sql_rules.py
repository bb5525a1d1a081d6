"""Every rule over SQL: its bad example is found where it says, its good one is not; text in strings is no SQL."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.config import IfExists, Lint
from guardian.lint.problem import Problem
from guardian.lint.registry import RULES
from guardian.lint.sql import sql_problems
from guardian.lint.sql_rule import Example, Rule
from guardian.lint.tree import Tree, TreeFile
from guardian.migrate.lock_file import LockFile
from guardian.report.lint_page import render_lint_page
from guardian.sqltext.token import scan_tokens
from tests.plugin.project import ROOT

UP, DOWN = "000002_change.up.sql", "000002_change.down.sql"
BY_NAME = {rule.name: rule for rule in RULES}


def judge(
    up: str | bytes, down: str | bytes | None = None, *, before: str = "", options: Lint | None = None, **others: str
) -> list[Problem]:
    """Return what guardian's own rules find in migration 2."""
    content: dict[str, str | bytes] = {"000001_first.up.sql": before or "create schema made_before;", UP: up}
    if down is not None:
        content[DOWN] = down
    content |= {f"{name}.sql": text for name, text in others.items()}
    files = {
        name: TreeFile(content=text if isinstance(text, bytes) else text.encode()) for name, text in content.items()
    }
    found = sql_problems(Tree(files=files), LockFile(), options or Lint(), squawk=lambda *_: {}, only={UP, DOWN})
    return sorted(found, key=lambda p: (p.file, p.line or 0, p.column or 0))


def names(problems: list[Problem]) -> set[str]:
    return {problem.rule for problem in problems}


def judged(rule: Rule, example: Example) -> list[Problem]:
    found = judge(example.up, example.down, before=example.before, options=rule.options)
    return [problem for problem in found if problem.rule == rule.name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_bad_example_is_found_in_its_place(rule: Rule) -> None:
    file = f"migrations/{DOWN if rule.in_down else UP}"
    first = next(problem for problem in judged(rule, rule.bad) if problem.file == file)

    assert (first.line, first.column) == rule.at
    assert first.message
    assert first.remedy


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_good_example_has_no_problem_at_all(rule: Rule) -> None:
    assert judge(rule.good.up, rule.good.down, before=rule.good.before, options=rule.options) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_can_be_switched_off(rule: Rule) -> None:
    assert judged(replace(rule, options=replace(rule.options, ignore=(rule.name,))), rule.bad) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_example_within_a_do_block_or_a_function_is_no_statement(rule: Rule) -> None:
    """But for secrets, which are none the less known, and for data that a DO block loses, as it runs."""
    body = (rule.bad.down if rule.in_down else rule.bad.up).replace("$$", "$body$")
    block = f"begin\n{body}\nend"
    function = f"create function f() returns void language plpgsql as $f$ {block} $f$;"
    seen = {"secret"} & {rule.name}
    assert names(judge(function, "drop function f();", options=rule.options)) == seen

    found = judge(f"do $do$ {block} $do$;\n{function}", "drop function f();", options=rule.options)
    assert names(found) == seen | (names(judge(body)) & {"data-loss"})


# What a DO block runs, what of it is lost, and where the block says so.
BLOCKS = [
    ("drop table orders;", "DROP TABLE orders", "orders"),
    ("if found then truncate orders; end if;", "TRUNCATE orders", "orders"),
    ("if not found then null; else delete from orders; end if;", "DELETE of orders", "orders"),
    ("begin null; exception when others then drop table orders; end;", "DROP TABLE orders", "orders"),
    ("for i in 1..3 loop delete from orders; end loop;", "DELETE of orders", "orders"),
    ("perform 1; alter table orders add a int, drop column note;", "DROP COLUMN note", "note"),
    ("execute 'drop table orders';", "DROP TABLE orders", "'drop"),
    ("execute format('drop table %I.%I cascade', 'a', 'b');", "DROP TABLE something", "format"),
    ("execute 'alter table ' || quote_ident('x') || ' drop column note';", "DROP COLUMN note", "'alter"),
    ("execute format('delete from %s', 'x');", "DELETE of something", "format"),
    ("-- größer ✓\ndrop table orders;", "DROP TABLE orders", "orders"),
]


@pytest.mark.parametrize(("body", "said", "at"), BLOCKS)
def test_data_that_a_do_block_loses(body: str, said: str, at: str) -> None:
    text = f"select 1;\ndo $do$ declare r record; begin\n  {body}\nend $do$;\n"
    (problem,) = judge(text)
    assert problem.rule == "data-loss"
    assert problem.message.startswith(said)
    lines = text.split("\n")
    assert problem.line is not None
    assert problem.column is not None
    assert lines[problem.line - 1][problem.column - 1 :].startswith(at)


@pytest.mark.parametrize(
    "body",
    [
        "create temp table t (id int); drop table t;",
        "delete from orders where id = 1;",
        "execute format('drop policy %I on %I', 'p', 't');",
        "execute format('alter table %I enable row level security', 't');",
        "raise notice 'drop table orders;';",
        "execute some_text;",
        "execute 'drop nothing at all';",
        "this is no statement;",
        "null; -- drop table orders;",
        "if exists (select 1 from pg_class where relname = 'orders') then null; end if;",
    ],
)
def test_a_do_block_that_loses_nothing(body: str) -> None:
    assert judge(f"do $do$ declare some_text text; begin {body} end $do$;") == []


def test_what_a_file_made_is_free_in_its_do_block_too() -> None:
    assert judge("create table t (id int);\ndo $$ begin delete from t; drop table t; end $$;") == []


def test_a_do_block_of_another_language_is_not_read() -> None:
    assert judge("do language plperl $$ drop table orders; $$;") == []


def test_the_page_of_the_rules_is_up_to_date() -> None:
    """`make docs` writes it."""
    assert (ROOT / "docs/lint.md").read_text() == render_lint_page()


# Up file, what is found in it.
UPS = [
    ("drop table t;", {"data-loss"}),
    ("drop table if exists a, b cascade;", {"data-loss"}),
    ("drop schema s cascade;", {"data-loss"}),
    ("drop sequence s;", {"data-loss"}),
    ("drop view v;", set()),
    ("drop view v cascade;", {"data-loss"}),
    ("drop function f() cascade;", {"data-loss"}),
    ("drop trigger t on a cascade; drop policy p on a; drop index i;", set()),
    ("drop type t cascade;", {"data-loss"}),
    ("drop extension postgis;", {"data-loss"}),
    ("drop owned by someone;", {"data-loss"}),
    ("truncate a, b;", {"data-loss"}),
    ("delete from t;", {"data-loss"}),
    ("delete from t where true;", {"data-loss"}),
    ("delete from t where 1 = 1;", {"data-loss"}),
    ("delete from t where id = 1 or 'a' = 'a';", {"data-loss"}),
    ("update t set a = null where true and 1=1;", {"data-loss"}),
    ("delete from t where 1 = 2;", set()),
    ("delete from t where 1 = '1x' and true;", set()),
    ("delete from t where id = 1 and true;", set()),
    ("delete from t where null = null;", set()),
    ("delete from t where id = 1;", set()),
    ("delete from t using u;", {"data-loss"}),
    ("update t set a = 1;", {"data-loss"}),
    ("update t set a = 1 where a is null;", set()),
    ("with gone as (delete from t returning *) insert into u select * from gone;", {"data-loss"}),
    ("with old as (select 1) delete from t where id in (select * from old);", set()),
    ("alter table t add column a int; update t set a = b;", set()),
    ("alter table t add column a int; update t set a = b, c = b;", {"data-loss"}),
    ("create temp table x as select * from t; drop table x;", set()),
    ("create table x (a int); truncate x; delete from x; alter table x drop column a; drop table x;", set()),
    ("alter table t set unlogged;", {"data-loss"}),
    ("alter table t alter column c type varchar(10) using left(c, 10);", {"data-loss"}),
    ("alter table t alter column c type varchar(10) using c::varchar(10);", {"data-loss"}),
    ("alter table t alter column c type int using 0;", {"data-loss"}),
    ("alter table t alter column c type int using c::int;", set()),
    ("alter table t alter column c type bigint;", set()),
    ("merge into t using s on t.id = s.id when not matched by source then delete;", {"data-loss"}),
    ("create index concurrently i on t (a);", set()),
    ("create index concurrently i on t (a); create index concurrently j on t (b);", set()),
    ("set lock_timeout = '5s'; create index concurrently i on t (a);", set()),
    ("vacuum t; select 1;", {"mixed-transaction"}),
    ("alter type e add value 'x'; insert into t values ('x');", {"mixed-transaction"}),
    ("alter type e add value 'x'; insert into t values ('y');", set()),
    ("create type e as enum ('a'); alter type e add value 'x'; insert into t values ('x');", set()),
    ("start transaction; savepoint a; rollback to a; end;", {"transaction-control"}),
    ("create function f() returns int language sql begin atomic select 1; end;", set()),
    ("set local search_path to a, b;", {"search-path"}),
    ("set search_path from current;", set()),
    ("reset search_path;", set()),
    ("select pg_catalog.set_config('search_path', '', false);", {"search-path"}),
    ("select set_config('work_mem', '1MB', false);", set()),
    ("alter role a set search_path = b;", {"search-path"}),
    ("alter database a set search_path = b;", {"search-path"}),
    ("create function f() returns int language sql security definer as 'select 1';", {"security-definer"}),
    ("alter function f() security definer;", {"security-definer"}),
    ("alter function f() security definer set search_path = '';", set()),
    (
        (
            "create function f() returns int language sql security definer as 'select 1';"
            "alter function f() set search_path = '';"
        ),
        set(),
    ),
    ("create function f() returns int language sql security invoker as 'select 1';", set()),
    ("create extension plpython3u;", {"superuser"}),
    ('create extension if not exists pg_cron; create extension vector; create extension "uuid-ossp";', set()),
    ("copy t from program 'curl x';", {"superuser"}),
    ("copy t to '/tmp/x';", {"superuser"}),
    ("create event trigger e on ddl_command_end execute function f();", {"superuser"}),
    ("create cast (int as text) without function;", {"superuser"}),
    ("create cast (a as text) with inout;", set()),
    ("create type b (input = i, output = o);", {"superuser"}),
    ("create function f(int) returns int language c as 'x', 'y';", {"superuser"}),
    ("create function f() returns int language plpython3u as 'return 1';", {"superuser"}),
    ("create role r superuser;", {"superuser"}),
    ("create role r nosuperuser;", set()),
    ("alter table t owner to supabase_admin;", {"superuser"}),
    ("alter table t owner to postgres;", set()),
    ("alter table t disable trigger all;", {"superuser"}),
    ("set session_replication_role = replica;", {"superuser"}),
    ("create user mapping for u server s options (password 'hunter22');", {"secret"}),
    ('create table "' + "ä" * 32 + '" (a int);', {"identifier-length"}),
    ('create table "' + "ä" * 31 + '" (a int);', set()),
    (f"select '{'x' * 200}' as {'a' * 63}; -- {'x' * 100}", set()),
    (f"alter table t add constraint {'a' * 64} check (a > 0);", {"identifier-length"}),
    ("create table a (id int); create table b (id int);", {"unrelated-changes"}),
    ("create table a (id int); create table b (a_id int references a);", set()),
    ("create table a (x int references u); create table b (y int references u);", set()),
    ("create table projects (id int); create table project_members (id int);", set()),
    ("create table a (id int); create table b (id int); create view v as select * from a, b;", set()),
    ("alter table a add column tenant int; alter table b add column tenant int;", set()),
    ("alter table a enable row level security; alter table b enable row level security;", set()),
    ("alter table a add column x int; alter table b add column y int;", {"unrelated-changes"}),
    ("create type mood as enum ('a'); create table a (m mood); create table b (m2 mood);", set()),
]


@pytest.mark.parametrize(("up", "found"), UPS)
def test_an_up_file(up: str, found: set[str]) -> None:
    assert names(judge(up)) == found


@pytest.mark.parametrize("up", [up for up, _ in UPS if up])
def test_comments_and_blanks_change_nothing(up: str) -> None:
    """Between any two tokens."""
    spaced = "".join(f"\n/* drop table x; */ {t.text} -- truncate y\n" for t in scan_tokens(up) if not t.comment)
    joined = re.sub(r"(\d) */\*", r"\1 /*", spaced)

    assert names(judge(joined)) == names(judge(up))


@given(st.sampled_from([rule.name for rule in RULES]), st.data())
def test_comments_and_blanks_change_nothing_in_examples(name: str, data: st.DataObject) -> None:
    rule = BY_NAME[name]
    blanks = st.sampled_from(["\n", "\t\n ", " -- é drop table t;\n", "/* truncate t; /* in */ */", "\r\n"])

    def spaced(sql: str) -> str:
        return "".join(f"{data.draw(blanks)} {token.text}" for token in scan_tokens(sql) if not token.comment) + "\n"

    for example in (rule.bad, rule.good):
        plain = judge(example.up, example.down, before=example.before, options=rule.options)
        wide = judge(spaced(example.up), spaced(example.down), before=example.before, options=rule.options)
        assert sorted((p.file, p.rule, p.message) for p in wide) == sorted((p.file, p.rule, p.message) for p in plain)


# Up, down, message part or "" for nothing.
DOWNS = [
    ("create table a (x int); create index i on a (x);", "drop table a;", ""),
    ("create table a (x int);", "drop table public.a;", ""),
    ("create table s.a (x int);", "drop table t.a;", "makes table s.a"),
    ("create table a (x int);", "drop table b;", "drops table b"),
    ("create table a (x int);", "create table a (x int);", "as the up file does"),
    ("create table a (x int);", "select 'no way back';", ""),
    ("create table a (x int);", "do $$ begin drop table a; end $$; drop view if exists a_v;", "drops view a_v"),
    ("alter table a add column x int, add column y int;", "alter table a drop column x;", "column y of a"),
    ("create index i on a (x);", "alter table a drop column x;", "drops column x"),
    ("create index on a (x);", "drop index a_x_idx;", ""),
    ("alter table a add check (x > 0);", "alter table a drop constraint a_x_check;", ""),
    ("alter table a add constraint c check (x > 0);", "alter table a alter x drop default;", "constraint c of a"),
    ("create function f(int) returns int language sql as 'select 1';", "drop function f(text);", "function f"),
    ("create function f(a int, out b int) language sql as 'select 1';", "drop function f(integer);", ""),
    ("create or replace function f() returns int language sql as 'select 2';",
     "create or replace function f() returns int language sql as 'select 1';", "function f"),
    ("create type m as enum ('a');", "drop type m;", ""),
    ("create type m as enum ('a');", "drop table if exists x;", "type m"),
    ("create domain d as int;", "drop type d;", ""),
    ("alter type m add value 'b';", "-- labels stay\nselect 1;", ""),
    ("create policy p on a using (true);", "alter table a disable row level security;", "policy p of a"),
    ("create trigger t before insert on a execute function f();", "drop trigger t on b;", "trigger t of a"),
    (("create function f() returns trigger language plpgsql as '';"
     "create trigger t before insert on a execute function f();"),
     "drop function f() cascade;", ""),
    ("create view v as select 1; create materialized view w as select 1;", "drop view v;", "materialized view w"),
    ("select 1 as a into t3;", "drop table t3;", ""),
    ("create schema s; create table s.t (a int);", "drop schema s cascade;", ""),
    ("create sequence q;", "comment on table a is 'x';", "sequence q"),
    ("alter table a rename to b;", "alter table b rename to a;", ""),
    ("create table a_new (x int); alter table a_new rename to a;", "drop table a;", ""),
    ("create table a (x int);", "alter table a rename to b; drop table b;", ""),
    ("drop table a;", "create table a (x int);", ""),
    ("drop view v; create view v as select 2;", "drop view v; create view v as select 1;", ""),
    ("create temp table x (a int); insert into t select * from x;", "delete from t where a = 1;", ""),
    ("create extension pgcrypto;", "comment on schema public is 'x';", ""),
]  # fmt: skip


@pytest.mark.parametrize(("up", "down", "said"), DOWNS)
def test_a_down_file(up: str, down: str, said: str) -> None:
    found = [problem.message for problem in judge(up, down) if problem.rule == "incomplete-down"]

    assert (found == []) if not said else any(said in message for message in found), found


def test_or_replace_of_what_was_there_before_needs_no_drop() -> None:
    body = "create or replace function f() returns int language sql as 'select {}';"

    assert judge(body.format(2), body.format(1), before=body.format(1)) == []


def test_if_not_exists_of_what_was_there_before() -> None:
    """The down file neither needs to drop it, nor may it."""
    up = "create table if not exists t (a int); create view v as select * from t;"

    assert judge(up, "drop view v;", before="create table t (a int);") == []
    (problem,) = judge(up, "drop view v; drop table t;", before="create table t (a int);")
    assert "was there before" in problem.message
    assert (problem.line, problem.column) == (1, 25)


def test_before_a_baseline_without_ddl_nobody_knows_what_was_there() -> None:
    up = "create table if not exists t (a int); create view v as select * from t;"

    assert judge(up, "drop view v;", before="select 'baseline';") == []
    assert names(judge(up, "drop view v;")) == {"incomplete-down"}


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("text", "varchar(10)", True),
        ("varchar(20)", "varchar(10)", True),
        ("varchar(10)", "varchar(20)", False),
        ("varchar(20)", "varchar", False),
        ("varchar(20)", "text", False),
        ("text", "varchar", False),
        ("bigint", "integer", True),
        ("integer", "bigint", False),
        ("numeric(12,4)", "numeric(12,2)", True),
        ("numeric(10,2)", "numeric(12,2)", False),
        ("numeric(10,2)", "numeric", False),
        ("double precision", "real", True),
        ("timestamptz", "date", True),
        ("timestamp", "timestamptz", False),
    ],
)
def test_the_down_file_tells_what_the_type_was(old: str, new: str, lost: bool) -> None:  # noqa: FBT001
    found = judge(f"alter table t alter c type {new};", f"alter table t alter c type {old};")

    assert names(found) == ({"data-loss"} if lost else set())


@pytest.mark.parametrize(
    ("up", "way", "found"),
    [
        ("create table if not exists t (a int);", IfExists.FORBID, True),
        ("alter table t add column if not exists a int;", IfExists.FORBID, True),
        ("drop view if exists v;", IfExists.FORBID, True),
        ("create extension if not exists pgcrypto;", IfExists.FORBID, False),
        ("create table t (a int);", IfExists.FORBID, False),
        ("create table t (a int);", IfExists.REQUIRE, True),
        ("create table if not exists t (a int);", IfExists.REQUIRE, False),
        ("create index on t (a);", IfExists.REQUIRE, False),
        ("alter table t add column a int;", IfExists.REQUIRE, True),
        ("create table if not exists t (a int);", IfExists.ANY, False),
    ],
)
def test_if_exists(up: str, way: IfExists, found: bool) -> None:  # noqa: FBT001
    assert ("if-exists" in names(judge(up, options=Lint(if_exists=way)))) is found


def test_row_security_may_come_with_a_later_migration() -> None:
    options = Lint(exposed_schemas=("public",))
    later = {"000003_later.up": "alter table public.t enable row level security;"}

    assert names(judge("create table t (a int);", options=options)) == {"row-security"}
    assert names(judge("create table t (a int);", options=options, **later)) == set()
    assert names(judge("create table app.t (a int);", options=options)) == set()


def test_a_column_counts_characters_and_the_excerpt_is_the_line() -> None:
    (problem,) = judge("-- ü\r\nselect 'äö'; truncate orders; -- ß\r\n")

    assert (problem.line, problem.column) == (2, 23)
    assert problem.excerpt == "select 'äö'; truncate orders; -- ß"
    assert problem.excerpt[problem.column - 1 :].startswith("orders")


def test_a_secret_is_shown_nowhere() -> None:
    up = "create role a password 'hunter2 is it'; truncate t; drop table \"hunter2 is it\";"
    found = judge(up)

    assert names(found) == {"secret", "data-loss"}
    assert "hunter2" not in repr(found)
    syntax = judge("create role a passwort password 'hunter2' 'hunter2';")
    assert names(syntax) == {"syntax"}
    assert "hunter2" not in repr(syntax)


@pytest.mark.parametrize(
    ("content", "rule", "said"),
    [
        (b"\xff\xfe\x00\x01", "syntax", "not UTF-8"),
        (b"select 1;\nselect '\xe9';", "syntax", "line 2"),
        (b"select 1;\x00", "syntax", "NUL"),
        (b"selec 1;", "syntax", "syntax error"),
        (b"-- x\n" + b"select 1;\n" * 6_000_000, "size", "8 MB"),
        (("select " + "(" * 30_000 + "1" + ")" * 30_000).encode(), "syntax", "nested"),
        (("select " + "+".join(["1"] * 100_000)).encode(), "syntax", "nested"),
    ],
)
def test_what_cannot_be_judged_is_one_problem(content: bytes, rule: str, said: str) -> None:
    (problem,) = judge(content, "-- nothing to undo")

    assert problem.rule == rule
    assert said in problem.message or rule == "syntax"


def test_an_empty_file_and_a_mark_at_its_start() -> None:
    assert judge(b"", b"") == []
    assert judge(b"-- only a comment") == []
    (problem,) = judge(b"\xef\xbb\xbftruncate t;")
    assert (problem.line, problem.column) == (1, 10)


CORPUS = sorted((ROOT / "tests/corpus/diff").glob("*/*/new.sql"))


@pytest.mark.parametrize("new", CORPUS, ids=lambda path: "-".join(path.parts[-3:-1]))
def test_no_kind_of_statement_is_a_surprise(new: Path) -> None:
    """Every kind of object, both ways round, with all rules on; what is found has a place in the file."""
    old = new.with_name("old.sql")
    options = Lint(if_exists=IfExists.REQUIRE, exposed_schemas=("public",))
    for up, down in ((new, old), (old, new)):
        for problem in judge(up.read_text(), down.read_text(), options=options):
            lines = (up if problem.file.endswith(UP) else down).read_text().splitlines()
            assert problem.line is not None
            assert problem.column is not None
            assert problem.rule != "syntax", problem
            assert problem.column <= len(lines[problem.line - 1])


def test_statements_that_few_write() -> None:
    """None of them makes a rule stumble."""
    up = """
    drop cast (int as text); drop operator + (a, b) cascade; drop aggregate f(*); drop transform for a language b;
    drop access method m; drop operator class c using btree cascade; drop user mapping for u server s;
    drop function if exists f(variadic int[]), s.g; drop routine r; drop procedure p(inout int);
    alter table only t alter column c type int using (t.*)::text::int; alter index i attach partition j;
    alter view v set (security_barrier); alter materialized view m set schema s; alter schema a rename to b;
    create schema authorization current_user; create schema s create table t (a int);
    create table p partition of q default;
    create table t2 (like t including all); create table of_t of t; create foreign table ft (a int) server s;
    select 1 into t3; create table t4 as values (1); create rule r as on insert to t do instead nothing;
    alter type c add attribute a int, drop attribute b; alter domain d drop constraint e; alter enum_type rename to x;
    """
    for statement in up.split(";"):
        for one, other in ((statement, "drop table x;"), ("create table x (a int);", statement)):
            judge(one, other, options=Lint(if_exists=IfExists.REQUIRE, exposed_schemas=("public",)))
