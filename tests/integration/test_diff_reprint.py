"""Texts that a server prints in two ways and means one thing are no difference; others are."""

from __future__ import annotations

import subprocess

import psycopg
import pytest

from guardian.app.compare import compare_schemas
from guardian.errors import ConfigError
from guardian.pg.embedded.binaries import tool

SCHEMA = """
create type mood as enum ('sad', 'ok');
create table t (
    a varchar(10) default 'x'::text || 'y',
    b int,
    m mood,
    constraint k check (a in ('new', 'open'))
);
create index i on t (b) where a in ('new', 'open');
create view v as select a from t where a in ('new', 'open') and (b > 1 or b < -1 and a <> 'x');
create policy p on t using (a in ('new', 'open'));
create function f(x varchar default 'a') returns varchar language sql begin atomic select x where x in ('b', 'c'); end;
"""


def no_config():
    raise ConfigError("there is no guardian.toml here")


def restored(url, into):
    """The schema of one database in another, through a dump."""
    dump = subprocess.run([tool("pg_dump"), "-s", "-Fc", f"--dbname={url}"], check=True, capture_output=True).stdout
    command = [tool("pg_restore"), f"--dbname={into}", "--no-owner"]
    subprocess.run(command, check=False, capture_output=True, input=dump)
    return into


def run(url, sql):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)


def changes(a, b):
    return compare_schemas(a, b, schemas=(), config=no_config).changes


@pytest.fixture
def original(make_database):
    url = make_database()
    run(url, SCHEMA)
    return url


def test_a_restored_database_is_no_other(original, make_database):
    """The casts move when a dump is restored; the meaning stays."""
    there = restored(original, make_database())
    assert [(c.kind, c.name) for c in changes(original, there)] == []


@pytest.mark.parametrize(
    ("sql", "kind", "name"),
    [
        ("alter table t drop constraint k, add constraint k check (a in ('new', 'shut'))", "constraint", "public.t.k"),
        ("drop policy p on t; create policy p on t using (a in ('new', 'shut'))", "policy", "public.t.p"),
        ("drop index i; create index i on t (b) where a in ('new', 'shut')", "index", "public.i"),
        ("create or replace view v as select a from t where a in ('new', 'shut')", "view", "public.v"),
        ("alter table t alter a set default 'x'::text || 'z'", "column", "public.t.a"),
    ],
)
def test_another_meaning_is_a_difference(original, make_database, sql, kind, name):
    """Beside texts that only look different, the one that is different is seen."""
    there = restored(original, make_database())
    run(there, sql)
    assert [(c.kind, c.name) for c in changes(original, there)] == [(kind, name)]


def test_two_majors_print_one_schema(pg16, pg18, make_database):
    """What 16 and 18 print differently is compared on 18."""
    urls = [make_database(server) for server in (pg16, pg18)]
    for url in urls:
        run(url, SCHEMA)
    assert [(c.kind, c.name, list(c.attributes)) for c in changes(*urls)] == []
    run(urls[1], "create or replace view v as select a from t where b = 3")
    assert [(c.kind, c.name) for c in changes(*urls)] == [("view", "public.v")]


def test_a_text_that_no_server_can_be_asked_about_stays_a_difference(original, make_database, project, tmp_path):
    """A snapshot file has no database to restore: better one difference too many."""
    file = tmp_path / "schema.json"
    project.ok("snapshot", original, "-o", str(file))
    there = restored(original, make_database())
    done = project.guardian("--json", "diff", str(file), there)
    assert done.code == 3
    assert {"constraint", "index"} <= {change["kind"] for change in done.document["changes"]}


def test_a_name_in_a_database_is_no_command_of_psqls(original, make_database, tmp_path):
    """The dump of an untrusted database goes through psql, which knows \\! and must not be made to obey it."""
    proof = tmp_path / "proof"
    name = f"x\n\\! touch {proof}\n"
    there = restored(original, make_database())
    for url in (original, there):
        run(url, f'create table "{name}" (a int); comment on table "{name}" is \'\n\\! touch {proof}\n\';')
    assert changes(original, there) == ()
    assert not proof.exists()
