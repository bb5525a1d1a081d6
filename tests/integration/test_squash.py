"""guardian squash: migrations 1..V become one baseline that makes the same, and no database is touched."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from guardian.adapters.migrations_dir import read_lock
from guardian.migrate.checksum import checksum
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.embedded.binaries import tool
from tests.plugin.project import ROOT, Project, Run
from tests.plugin.tools import require


def dump(url: str, *options: str) -> str:
    command = [tool("pg_dump"), "--dbname", url, "--restrict-key=test", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def beside_dev(project: Project) -> None:
    """Replay beside DEV: a database is made there in a moment, a server is not."""
    config = project.root / "guardian.toml"
    config.write_text(config.read_text().replace("[targets.dev]", f'[scratch]\nurl = "{project.dev}"\n[targets.dev]'))


def applied(project: Project) -> None:
    project.ok("up", "dev")
    project.ok("lock")
    project.ok("promote", "prod")


@contextmanager
def nothing_changes(project: Project) -> Iterator[None]:
    def everything() -> object:
        files = {path.name: path.read_bytes() for path in project.migrations.rglob("*") if path.is_file()}
        return files, dump(project.dev), dump(project.prod)

    before = everything()
    yield
    assert everything() == before


def names(project: Project) -> list[str]:
    return sorted(path.name for path in project.migrations.iterdir())


def refused(run: Run, *words: str, code: int = 1) -> None:
    assert run.code == code, run.out + run.err
    assert "Traceback" not in run.err
    for word in words:
        assert word in run.err


def test_the_users_migrations(project: Project, make_database: Callable[..., str]) -> None:
    """12 seed rows with a serial id: a fresh database has them, and the 13th collides with none."""
    project.user_migrations()
    beside_dev(project)
    applied(project)
    project.add("create table later (id int);", "drop table later;", name="later")
    project.ok("lock")
    before = dump(project.prod), dump(project.dev)

    run = project.ok("--json", "squash", "--to", "3")

    assert run.document["files"] == ["000003_baseline.up.sql", "000003_baseline.down.sql"]
    assert names(project) == sorted(
        [
            "000003_baseline.down.sql", "000003_baseline.up.sql", "000004_later.down.sql", "000004_later.up.sql",
            "guardian.lock",
        ]
    )  # fmt: skip
    assert (dump(project.prod), dump(project.dev)) == before
    text = (project.migrations / "000003_baseline.up.sql").read_text()
    assert not re.search(r"^(\\|SET |SELECT pg_catalog.set_config)|Dumped|Owner", text, re.MULTILINE), text
    fresh = make_database()
    project.query(fresh, text)
    assert project.query(fresh, "show search_path") == [('"$user", public',)]
    project.query(fresh, "insert into aegis_providers (provider_name, provider_type) values ('new', 'x')")
    assert project.query(fresh, "select id from aegis_providers order by id") == [(n,) for n in range(1, 14)]


def test_everything_is_content_afterwards(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add("create table a (id int primary key);", "drop table a;", name="a")
    project.add("create table b (id int primary key);", "drop table b;", name="b")
    beside_dev(project)
    applied(project)
    project.ok("squash", "--to", "2")

    assert project.ok("lint").out == "nothing found\n"
    assert [t["pending"] for t in project.ok("--json", "status", "--check").document["targets"]] == [[], []]
    assert project.ok("drift", "prod").out.endswith("no drift\n")
    assert project.ok("promote", "prod").out == "prod: nothing to promote\n"
    assert "is up to date" in project.ok("lock").out
    created = project.ok("--json", "new", "third").document["up"]
    assert created.endswith("000003_third.up.sql")
    project.ok("lock")
    project.ok("up", "dev")
    project.ok("promote", "prod")
    assert project.ok("drift", "dev").out.endswith("no drift\n")


def test_a_new_production_target_gets_the_baseline(
    project: Project, make_database: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although DEV ran other files of that version: they are proven to make the same."""
    project.add("create table a (id int primary key);", "drop table a;", name="a")
    project.add("insert into a values (1);", name="b")
    beside_dev(project)
    applied(project)
    project.ok("squash", "--to", "2")
    monkeypatch.setenv("GUARDIAN_PROD_URL", make_database())

    run = project.ok("--json", "promote", "prod")

    assert run.document["applied"] == ["000002_baseline"]
    assert any("squashed" in gate["evidence"] for gate in run.document["gates"])


RICH = (
    """
    do $$ begin
      if not exists (select from pg_roles where rolname = 'squash_reader') then
        create role squash_reader nologin noinherit connection limit 3;
      end if;
    end $$;
    create schema "Odd Name";
    create type mood as enum ('sad', 'ok', 'it''s');
    create domain positive as int check (value > 0);
    create table people (
      id bigint generated always as identity primary key,
      name text not null, mood mood default 'ok', "Weird ""col" int,
      upper_name text generated always as (upper(name)) stored, at timestamptz default now());
    create function later_table() returns bigint language sql as $f$ select count(*) from people; $f$;
    comment on table people is 'semi;colon -- and ''quote''';
    comment on column people.name is E'back\\\\slash';
    alter type mood add value 'odd' before 'ok';
    """,
    """
    create view a_view as select id, name from people;
    create view b_view as select * from a_view where name <> 'x;y';
    create materialized view totals as select count(*) from people;
    create table events (id int, at date not null, note text) partition by range (at);
    create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
    create index on events (at) where note is not null;
    insert into people (name, mood) values ('Ada; \\restrict', 'sad'),
      (E'two\\nlines\\n\\\\unrestrict x\\nSET a = 1;', 'ok');
    insert into people (id, name) overriding system value values (40, 'forty');
    insert into events values (1, '2026-05-05', null);
    alter table people enable row level security;
    create policy readers on people for select to squash_reader using (mood <> 'sad');
    grant select (id, name) on people to squash_reader;
    grant usage on schema "Odd Name" to squash_reader;
    alter default privileges in schema public grant select on tables to squash_reader;
    """,
    """
    create table "Odd Name".t (a int unique, b int default nextval('people_id_seq'));
    create sequence loose start 5 increment 5;
    select nextval('loose'), nextval('loose');
    create function touch() returns trigger language plpgsql as $$ begin new.at := '2000-01-01'; return new; end $$;
    create trigger t before update on people for each row execute function touch();
    create function atomic() returns int language sql begin atomic select 1; select 2; end;
    create procedure proc() language plpgsql set search_path = public as $$ begin perform 1; end $$;
    alter table people add constraint name_check check (length(name) > 1) not valid;
    alter table "Odd Name".t owner to squash_reader;
    drop view b_view;
    alter table people drop column "Weird ""col";
    create view b_view with (security_invoker = true) as select upper_name, mood from people;
    create extension if not exists plpgsql;
    """,
)


@pytest.fixture
def rich(project: Project) -> Iterator[Project]:
    """Applied on both targets, with one more migration behind; replayed on servers of their own."""
    for number, text in enumerate(RICH):
        project.add(text, name=f"part_{number}")
    applied(project)
    project.add(
        "alter table people add note text default 'x'; insert into people (name) values ('later');", name="more"
    )
    project.ok("lock")
    yield project
    for url in (project.dev, project.prod):
        project.query(url, "drop owned by squash_reader cascade")
    for url in (project.dev, project.prod):
        project.query(url, "drop owned by squash_reader cascade")
    project.query(project.dev, "drop role squash_reader")


def golang_migrate(project: Project, server: EmbeddedServer, number: int) -> str:
    """Run golang-migrate on an empty server; return what is there then, in an order that does not depend on when."""
    url = server.url().replace("?", "?sslmode=disable&")
    command = [require("migrate"), "-path", project.migrations, "-database", url, "up", str(number)]
    subprocess.run(command, capture_output=True, text=True, check=True)
    text = dump(server.url(), "--column-inserts")
    moments = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\+00")
    return "\n\n".join(sorted(moments.sub("MOMENT", text).split("\n\n")))


def test_all_kinds_of_objects_come_along(rich: Project, make_server: Callable[[], EmbeddedServer]) -> None:
    """Roles too; and golang-migrate makes the same of the squashed files as of the first ones."""
    first, second = make_server(), make_server()
    before = golang_migrate(rich, first, 3)

    done = rich.ok("squash", "--to", "3")

    assert "people" in done.err
    assert "compared in number only" in done.err
    assert golang_migrate(rich, second, 1) == before
    role = "select rolconnlimit, rolinherit from pg_roles where rolname = 'squash_reader'"
    assert rich.query(second.url(), role) == rich.query(first.url(), role) == [(3, False)]
    text = (rich.migrations / "000003_baseline.up.sql").read_text()
    assert text.count("check_function_bodies") == 2
    assert "OWNER TO squash_reader" in text
    assert "FOR ROLE" not in text
    assert rich.ok("lint").out == "nothing found\n"


def two(project: Project) -> None:
    project.add("create table a (id int primary key);", "drop table a;", name="a")
    project.add("create table b (id int primary key);", "drop table b;", name="b")
    beside_dev(project)
    applied(project)


def test_a_dry_run_prints_the_baseline_and_writes_nothing(project: Project) -> None:
    two(project)
    with nothing_changes(project):
        run = project.ok("squash", "--to", "2", "--dry-run")
    assert "CREATE TABLE public.a (" in run.out


def test_not_everywhere(project: Project) -> None:
    two(project)
    project.add("create table c (id int);", name="c")
    project.ok("lock")
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "3"), "dev is at version 2", "prod is at version 2")
    project.ok("up", "dev")
    with nothing_changes(project):
        run = project.guardian("squash", "--to", "3")
        refused(run, "prod is at version 2, so version 3 is not applied there")
        assert "dev is at" not in run.err


def test_dirty(project: Project) -> None:
    two(project)
    project.on_prod("update schema_migrations set dirty = true")
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2"), "prod is dirty at version 2")


def test_unreachable(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    two(project)
    monkeypatch.setenv("GUARDIAN_PROD_URL", "postgres://u:geheim@127.0.0.1:1/x")
    with nothing_changes(project):
        run = project.guardian("squash", "--to", "2")
        refused(run, "cannot connect to prod")
        assert "geheim" not in run.err


def test_a_version_that_only_the_target_knows(project: Project) -> None:
    two(project)
    project.on_prod("update schema_migrations set version = 9")
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2"), "prod is at version 9, of which there is no file here")


def test_no_such_version(project: Project) -> None:
    two(project)
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "7"), "no migration with version 7", code=2)


def test_nothing_to_squash(project: Project) -> None:
    two(project)
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "1"), "000001_a is the only migration")
    project.ok("squash", "--to", "2")
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2"), "000002_baseline is a squash already")


@pytest.mark.parametrize("name", ["b", "Bad Name", ""])
def test_a_name_that_does_not_do(project: Project, name: str) -> None:
    two(project)
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2", "--name", name), name, code=2)


def test_an_edited_file(project: Project) -> None:
    two(project)
    (project.migrations / "000001_a.up.sql").write_text("create table z (id int);")
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2"), "000001_a.up.sql was changed after its promotion")


def test_without_a_lock_file(project: Project) -> None:
    two(project)
    (project.migrations / "guardian.lock").unlink()
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2"), "has no guardian.lock")


def test_what_pg_dump_does_not_carry_is_refused(project: Project) -> None:
    """A parameter of the database stands in no dump, so the baseline would lose it."""
    project.add("create table a (id int);", name="a")
    setting = "do $$ begin execute format('alter database %I set work_mem = ''9MB''', current_database()); end $$;"
    project.add(setting, name="b")
    beside_dev(project)
    applied(project)
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2"), "ALTER DATABASE ... SET")


def test_a_later_migration_that_sees_a_difference(project: Project) -> None:
    """A dropped column leaves a trace that a baseline has not; a migration that looks at it would do something else."""
    project.add("create table a (id int primary key, gone int);", name="a")
    project.add("alter table a drop column gone;", name="b")
    beside_dev(project)
    applied(project)
    looks = "do $$ begin if exists (select from pg_attribute where attrelid = 'a'::regclass and attisdropped) then "
    project.add(looks + "create table only_before (); end if; end $$;", name="looks")
    project.ok("lock")
    with nothing_changes(project):
        run = project.guardian("squash", "--to", "2")
        refused(run, "with the later migrations on top; nothing was written", "only_before")


def test_a_squash_of_a_squash(project: Project) -> None:
    two(project)
    project.ok("squash", "--to", "2")
    project.add("create table c (id int); insert into a values (7);", name="c")
    project.ok("lock")
    project.ok("up", "dev")
    project.ok("promote", "prod")

    project.ok("squash", "--to", "3", "--name", "all_of_it")

    assert names(project) == ["000003_all_of_it.down.sql", "000003_all_of_it.up.sql", "guardian.lock"]
    lock = read_lock(project.migrations)
    assert lock is not None
    assert {mark.target for line in lock.lines for mark in line.promotions} == {"prod"}
    assert project.ok("drift", "prod").out.endswith("no drift\n")


def test_targets_of_two_major_versions(
    project: Project,
    make_database: Callable[..., str],
    pg16: EmbeddedServer,
    pg18: EmbeddedServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The text is the older one's, so that both can read it; and it is replayed on both."""
    project.dev, project.prod = make_database(pg18), make_database(pg16)
    monkeypatch.setenv("GUARDIAN_DEV_URL", project.dev)
    monkeypatch.setenv("GUARDIAN_PROD_URL", project.prod)
    project.user_migrations()
    applied(project)

    run = project.ok("squash", "--to", "3")

    assert "replaying both on PostgreSQL 18 as well" in run.err
    for server in (pg16, pg18):
        fresh = make_database(server)
        project.query(fresh, (project.migrations / "000003_baseline.up.sql").read_text())
        assert project.query(fresh, "select count(*) from aegis_providers") == [(12,)]


@pytest.mark.pg(">= 18")
def test_what_the_parser_does_not_know_yet(project: Project, make_database: Callable[..., str]) -> None:
    """A statement of a newer PostgreSQL than the bundled parser's; and an extension, whose comment is its own."""
    project.add("create table a (id int not null, b int generated always as (id * 2) virtual);", name="a")
    project.add(
        "create extension vector; create table e (v vector(2)); insert into e values ('[1,2]');"
        "create function f() returns int language sql begin atomic; select 1; select 2; end;"
        "alter table a add constraint positive check (b > 0) not enforced;"
        "comment on table a is E'one;\n-- two\n';",
        name="b",
    )
    beside_dev(project)
    applied(project)

    project.ok("squash", "--to", "2")

    text = (project.migrations / "000002_baseline.up.sql").read_text()
    assert "COMMENT ON EXTENSION" not in text
    fresh = make_database()
    project.query(fresh, text)
    assert project.query(fresh, "select f(), v::text, obj_description('a'::regclass) from e") == [
        (2, "[1,2]", "one;\n-- two\n")
    ]


def git(project: Project, *arguments: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=project.root, capture_output=True, check=True)


def test_what_is_not_committed_is_not_removed(project: Project) -> None:
    """In a git repository only what git could bring back goes; outside of one, nobody can ask for it."""
    two(project)
    git(project, "init", "-q")
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2"), "000001_a.up.sql is not in the last commit as it is here")
    git(project, "add", "migrations/*.sql")
    git(project, "commit", "-qm", "files only")
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2"), "guardian.lock is not in the last commit")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "everything")
    project.ok("squash", "--to", "2")
    git(project, "add", "-A")
    for hook in (["naming"], ["immutable", "--locked"]):
        done = hooked(project, *hook)
        assert (done.returncode, done.stderr) == (0, "")
    git(project, "commit", "-qm", "squash")
    git(project, "rm", "-q", "migrations/000002_baseline.up.sql")
    done = hooked(project, "immutable")
    assert done.returncode == 1
    assert "000002_baseline.up.sql: [guardian-immutable] is promoted since" in done.stderr


def hooked(project: Project, hook: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", f"hooks.{hook}", *arguments]
    return subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)


def test_large_objects_are_refused(project: Project) -> None:
    """pg_dump writes them between BEGIN and COMMIT, which a migration cannot hold."""
    project.add("create table a (id int);", name="a")
    project.add("select lo_from_bytea(0, 'bytes');", name="b")
    beside_dev(project)
    applied(project)
    with nothing_changes(project):
        refused(project.guardian("squash", "--to", "2"), "large objects")


def test_after_a_crash_every_command_says_so_and_squash_finishes(project: Project) -> None:
    two(project)
    before = {path.name: path.read_bytes() for path in project.migrations.iterdir()}
    project.ok("squash", "--to", "2")
    after = {path.name: path.read_bytes() for path in project.migrations.iterdir()}
    # As a kill in the middle leaves it: new files in place, one old one moved away, the lock file still the old one.
    staged = project.migrations / ".guardian-squash"
    (staged / "old").mkdir(parents=True)
    (staged / "new").mkdir()
    for name, content in before.items():
        (project.migrations / name).write_bytes(content)
    (project.migrations / "000001_a.up.sql").rename(staged / "old" / "000001_a.up.sql")
    (staged / "old" / "guardian.lock").write_bytes(before["guardian.lock"])
    (staged / "new" / "guardian.lock").write_bytes(after["guardian.lock"])
    plan = {
        "old": {name: checksum(before[name]) for name in sorted(before.keys() - after.keys())},
        "new": {name: checksum(after[name]) for name in sorted(after.keys() - before.keys())},
    }
    (staged / "plan.json").write_text(json.dumps(plan))
    for command in (["up", "dev"], ["status"], ["lint"], ["lock"], ["new", "x"], ["squash", "--to", "2", "--dry-run"]):
        refused(project.guardian(*command), "a squash was cut off in the middle: guardian squash finishes it")

    run = project.ok("squash", "--to", "2")

    assert run.out.startswith("finished the squash that was cut off")
    assert {path.name: path.read_bytes() for path in project.migrations.iterdir()} == after
    assert project.ok("lint").out == "nothing found\n"


def test_a_file_that_no_transaction_takes_is_squashed_too(project: Project) -> None:
    """The index is part of the baseline, built in its transaction: a new database is empty."""
    project.add("create table a (id int primary key, note text);", "drop table a;", name="a")
    project.add("create index concurrently a_note on a (note);", "drop index a_note;", name="note")
    beside_dev(project)
    applied(project)

    project.ok("squash", "--to", "2")

    assert "CREATE INDEX a_note ON public.a" in (project.migrations / "000002_baseline.up.sql").read_text()
    assert project.ok("drift", "prod").out.endswith("no drift\n")
