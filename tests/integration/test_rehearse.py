"""guardian rehearse and guardian-rehearse: up, down and up again on a scratch database."""

from __future__ import annotations

import sys

import pytest

from tests.plugin.git_repo import GitRepo, refused
from tests.plugin.project import Project, Run


def steps(run: Run) -> dict[str, dict[str, object]]:
    return {step["migration"]: step for step in run.document["migrations"]}


def test_what_is_reversible(project: Project) -> None:
    """Files of every kind: in a transaction, outside of one, rows only, with roles that are there and that are made."""
    project.add("create table a (id int primary key, b text);", "drop table a;")
    project.add("create index concurrently i on a (b);", "drop index concurrently i;")
    project.add("insert into a values (1, 'x');", "delete from a;")
    project.add("grant select on a to reader;", "revoke all on a from reader;")
    project.add("create role app; grant select on a to app;", "revoke all on a from app; drop role app;")
    project.add("create schema s; create table s.t ();", "drop schema s cascade;")
    project.add("alter table a drop b;", "alter table a add b text; create index i on a (b);")

    run = project.ok("--json", "rehearse")

    assert run.document["reversible"]
    assert [step["fault"] for step in run.document["migrations"]] == [None] * 7
    assert "rehearsing 7 migrations" in run.err
    assert project.tables(project.dev) == set()


_SECOND_TIME_OTHERWISE = """
do $$ begin if exists (select from base) then create table t (); else insert into base values (1); end if; end $$;
"""


@pytest.mark.parametrize(
    ("up", "down", "fault", "difference"),
    [
        ("create table t ();", "select 1;", "after its down file", "+ table public.t"),
        ("create table t ();", "drop table u;", "its down file fails", ""),
        ("create table t ();", "", "its down file does nothing", "+ table public.t"),
        ("create table t ();", "-- drop table t;", "its down file does nothing", "+ table public.t"),
        ("create table t ();", "-- TODO write this one day", "its down file does nothing", "+ table public.t"),
        ("create table t ();", None, "it has no down file", ""),
        ("create schema s;", "select 1;", "after its down file", "+ schema s"),
        ("alter table base drop x;", "alter table base add x int;", "after its down file", "~ column public.base.x"),
        ("create role app;", "select 1;", "its up file fails", ""),
        (
            _SECOND_TIME_OTHERWISE,
            "drop table if exists t;",
            "another schema",
            "+ table public.t",
        ),
    ],
)
def test_what_is_not(project: Project, up: str, down: str | None, fault: str, difference: str) -> None:
    """The one is told with the difference, and what comes before and after it is judged by itself."""
    project.add("create table base (x bigint not null default 7);", "drop table base;", name="base")
    project.add(up, down, name="bad")
    project.add("create table after ();", "drop table after;", name="after")

    run = project.guardian("--json", "rehearse")

    assert run.code == 3
    found = steps(run)
    assert [name for name, step in found.items() if step["fault"]] == ["000002_bad"]
    assert list(found) == ["000001_base", "000002_bad", "000003_after"]
    assert fault in str(found["000002_bad"]["fault"])
    assert difference in str(found["000002_bad"]["difference"])
    text = project.guardian("rehearse")
    assert (text.code, "000002_bad: not reversible: " in text.out) == (3, True)
    assert "000003_after: up, down and up again" in text.out


@pytest.mark.parametrize(
    "comment",
    [
        "-- cannot be undone because the rows are gone",
        "-- Rollback 000002: x\n-- Nothing is undone here: it is a baseline.\n",
        "-- Cannot roll this back: its tables hold data.\nSELECT 'no way back' AS status;\n",
        "/* kann nicht rückgängig\n * gemacht werden */",
    ],
)
def test_a_reason_is_accepted_and_told(project: Project, comment: str) -> None:
    project.add("create table base ();", "drop table base;")
    project.add("drop table base;", comment, name="drop_base")
    project.add("create table later ();", "drop table later;")

    run = project.ok("--json", "rehearse")

    assert steps(run)["000002_drop_base"]["irreversible"]
    assert "cannot be undone, as its down file says" in project.ok("rehearse").out


def test_the_template_is_no_reason(project: Project) -> None:
    project.ok("new", "empty")
    up = project.migrations / "000001_empty.up.sql"
    assert steps(project.ok("--json", "rehearse"))["000001_empty"]["irreversible"] is None
    up.write_text(up.read_text() + "create table t ();")
    assert project.guardian("rehearse").code == 3


def test_an_up_file_that_fails_is_a_failure(project: Project) -> None:
    project.add("create table t (;", "drop table t;")

    run = project.guardian("rehearse")

    assert run.code == 1
    assert "000001_step.up.sql" in run.err
    assert "url in [scratch]" in run.err
    assert "rolled back" not in run.err


def test_what_is_promoted_is_not_rehearsed(project: Project) -> None:
    project.add("create table t ();", "select 1;")
    project.ok("up", "dev")
    project.ok("lock")
    project.ok("promote", "prod")
    assert project.ok("rehearse").out == "nothing to rehearse\n"
    project.add("create table u ();", "drop table u;", name="u")
    assert list(steps(project.ok("--json", "rehearse"))) == ["000002_u"]


def test_what_is_pending_on_a_target(project: Project) -> None:
    """From the version that it has; nothing is written there."""
    project.add("create table t ();", "select 1;")
    project.ok("up", "dev")
    project.add("create table u ();", "drop table u;", name="u")

    run = project.ok("--json", "rehearse", "dev")

    assert (run.document["target"], run.document["from_version"]) == ("dev", 1)
    assert list(steps(run)) == ["000002_u"]
    assert project.tables(project.dev) == {"t"}
    assert project.guardian("rehearse", "prod").code == 3
    project.on_dev("update schema_migrations set dirty = true")
    assert project.guardian("rehearse", "dev").code == 1
    project.on_dev("update schema_migrations set version = 9, dirty = false")
    assert "version 9" in project.guardian("rehearse", "dev").err


def test_on_a_configured_server(project: Project) -> None:
    config = project.root / "guardian.toml"
    config.write_text(config.read_text() + '[scratch]\nurl = "env:GUARDIAN_DEV_URL"\n')
    project.add("create table t ();", "drop table t;")
    project.add("create table u ();", "select 1;")
    before = project.on_dev("select count(*) from pg_database")

    assert project.guardian("rehearse").code == 3

    assert project.on_dev("select count(*) from pg_database") == before


def test_the_hook_judges_the_commit_that_is_pushed(git_repo: GitRepo) -> None:
    """Whatever the working tree holds."""
    repo = git_repo
    repo.pair("000001_a")
    repo.commit_all("good")
    good = repo.head()
    repo.write("migrations/000002_b.up.sql", "create table b ();\n")
    repo.write("migrations/000002_b.down.sql", "select 1;\n")
    repo.commit_all("bad")
    repo.write("migrations/000002_b.down.sql", "drop table b;\n")
    none = "0" * 40
    assert repo.hook("rehearse", "--from-ref", none, "--to-ref", good).returncode == 0
    refused(
        repo.hook("rehearse", "--strict", "--from-ref", good, "--to-ref", "HEAD"),
        "migrations/000002_b.down.sql: [guardian-rehearse]",
        "+ table public.b",
        "what to do:",
    )
    repo.git("add", "-A")
    assert repo.hook("rehearse").returncode == 0
    repo.write("migrations/000002_b.up.sql", "create tabel b ();\n")
    repo.commit_all("worse")
    refused(repo.hook("rehearse", "--from-ref", good), "000002_b.up.sql", "tabel")


def test_the_hook_starts_nothing_where_no_migration_is_pushed(git_repo: GitRepo) -> None:
    git_repo.write("migrations/000001_a.up.sql", "create tabel a ();\n")
    git_repo.write("migrations/000001_a.down.sql", "drop table a;\n")
    git_repo.commit_all("first")
    git_repo.write("README.md", "more\n")
    git_repo.commit_all("second")
    code = (
        "import sys, hooks.rehearse as h; code = h.main(['--from-ref', 'HEAD~1']); "
        "print(code, sorted({'psycopg', 'click', 'rich', 'postgast'} & set(sys.modules)))"
    )
    assert git_repo.run(sys.executable, "-c", code).stdout == "0 []\n"
