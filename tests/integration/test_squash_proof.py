"""The proof sees whatever a baseline lacks, has too much, or has otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guardian.app.squash_proof import NotProven, Stage, prove, prove_elsewhere
from guardian.migrate.migration import Migration, MigrationFile
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.squash import SquashPlan, plan_squash

UP = {
    "1_a.up.sql": b"create table a (id serial primary key, note text, at timestamptz default now());"
    b"insert into a (note) values ('one'), ('two'); comment on table a is 'hello';",
    "2_b.up.sql": b"create index on a (note); grant select on a to public; create sequence s start 7;"
    b"create function f() returns int language sql as 'select 1'; create view v as select id from a;",
    "3_c.up.sql": b"insert into a (note) values ('three');",
}


@pytest.fixture
def stage(database: str) -> Stage:
    return Stage(
        server_url=database, server_version=180000, schemas=("public",), table="schema_migrations", roles=("postgres",)
    )


def plan() -> SquashPlan:
    return plan_squash(MigrationSet.from_files(UP), (), version=2, title="baseline")


def renderer(change: Callable[[str], str]) -> Callable[[str], Migration]:
    def render(sql: str) -> Migration:
        text = change(sql)
        return Migration(version=2, title="baseline", up=MigrationFile(name="2_baseline.up.sql", content=text.encode()))

    return render


def test_what_is_equal_is_proven(stage: Stage) -> None:
    """Rows of a later migration with now() in them are compared in number, and said to be."""
    proof = prove(stage, plan(), renderer(lambda sql: sql))
    assert proof.volatile == {"public.a"}
    assert "INSERT INTO public.a (id, note, at) VALUES (2, 'two'" in proof.script
    prove_elsewhere(stage, plan(), renderer(lambda sql: sql)(proof.script))


@pytest.mark.parametrize(
    ("find", "instead", "said"),
    [
        ("'two'", "'to'", "not made: INSERT INTO public.a"),
        ("INSERT INTO public.a (id, note, at) VALUES (2", "-- ", "not made: INSERT INTO public.a"),
        ("setval('public.a_id_seq', 2", "setval('public.a_id_seq', 1", "setval('public.a_id_seq', 2"),
        ("setval('public.s', 7, false)", "setval('public.s', 7, true)", "setval('public.s', 7, false)"),
        ("IS 'hello'", "IS 'hallo'", "comment"),
        ("CREATE INDEX", "-- CREATE INDEX", "index"),
        ("GRANT SELECT", "-- GRANT SELECT", "privileges.public.SELECT"),
        ("select 1", "select 2", "function"),
        ("CREATE SEQUENCE public.s", "CREATE TABLE extra (); CREATE SEQUENCE public.s", "extra"),
        ("CREATE INDEX", "CREATE AGGREGATE x(int) (sfunc = int4pl, stype = int);\nCREATE INDEX", "x(int"),
    ],
)
def test_any_difference_is_seen(stage: Stage, find: str, instead: str, said: str) -> None:
    def change(sql: str) -> str:
        assert find in sql
        return sql.replace(find, instead, 1)

    with pytest.raises(NotProven) as caught:
        prove(stage, plan(), renderer(change))
    assert "nothing was written" in str(caught.value)
    assert said.lower() in str(caught.value).lower()


def test_a_difference_on_another_version_is_seen(stage: Stage) -> None:
    proof = prove(stage, plan(), renderer(lambda sql: sql))
    with pytest.raises(NotProven, match="on PostgreSQL 18, replayed up to version 2"):
        prove_elsewhere(stage, plan(), renderer(lambda sql: sql.replace("CREATE VIEW", "--"))(proof.script))
