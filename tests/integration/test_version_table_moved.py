"""A version table that the search_path no longer leads to is missed, and file 1 never runs again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from guardian.cli.alias.command import migrate
from guardian.names import quote_ident
from guardian.pg.embedded import EmbeddedServer
from tests.plugin.project import Project

Configure = Callable[[str], None]


@pytest.fixture
def configure(project: Project) -> Configure:
    """Return a function that adds a line to [targets.dev]."""
    toml = project.root / "guardian.toml"
    role = 'role = "development"'

    def add(line: str) -> None:
        toml.write_text(toml.read_text().replace(role, f"{role}\n{line}"))

    return add


@pytest.fixture
def moved(project: Project) -> Project:
    """At version 2, whose file made a schema called like the role."""
    project.add("create table once (a int); insert into once values (1);")
    project.add("create schema postgres; create table postgres.t (a int);")
    project.add("insert into public.once values (3);")
    project.ok("up", "dev", "2")
    return project


@pytest.mark.parametrize(
    "words", [["up", "dev"], ["up", "dev", "--dry-run"], ["goto", "dev", "3"], ["down", "dev", "1"],
              ["force", "dev", "3"], ["version", "dev"]],
    ids=" ".join,
)  # fmt: skip
def test_a_schema_of_the_roles_name_lets_no_file_run_again(moved: Project, words: list[str]) -> None:
    run = moved.guardian(*words)

    assert run.code == 1
    assert "dev: there is no version table postgres.schema_migrations" in run.err
    assert "guardian's history was kept with public.schema_migrations" in run.err
    assert 'version_schema = "public" in [targets.dev]' in run.err
    assert "x-migrations-table=" in run.err
    assert moved.on_dev("select a from public.once") == [(1,)]
    assert moved.on_dev("select to_regclass('postgres.schema_migrations')") == [(None,)]
    assert moved.on_dev("select version, dirty from public.schema_migrations") == [(2, False)]


def test_status_says_it_and_shows_the_others(moved: Project) -> None:
    found = moved.guardian("--json", "status").document["targets"]

    assert "no version table postgres.schema_migrations" in found[0]["problem"]
    assert found[1]["problem"] is None


def test_one_run_goes_through_the_file_that_moves_it(project: Project) -> None:
    project.add("create schema postgres;")
    project.add("create table public.t (a int);")

    project.ok("up", "dev")

    assert project.on_dev("select version from public.schema_migrations") == [(2,)]


@pytest.mark.parametrize(("schema", "rows"), [("public", [(1,), (3,)]), ("postgres", [(1,)])])
def test_the_way_out_is_one(moved: Project, configure: Configure, schema: str, rows: list[tuple[int]]) -> None:
    """Going on in the one schema, or beginning anew in the other, which may fail, as file 1 sees fit."""
    configure(f'version_schema = "{schema}"')

    run = moved.guardian("up", "dev")

    assert (run.code == 0) is (schema == "public")
    assert moved.on_dev("select a from public.once order by a") == rows


def test_the_way_out_in_a_url(moved: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    name = quote('"public"."schema_migrations"')
    monkeypatch.setenv("GUARDIAN_DEV_URL", f"{moved.dev}&x-migrations-table={name}&x-migrations-table-quoted=true")

    moved.ok("up", "dev")

    assert moved.on_dev("select version from public.schema_migrations") == [(3,)]


def test_a_search_path_that_was_altered_is_noticed(project: Project) -> None:
    """The schema of the version table need not be on the search_path any more: history remembers it."""
    project.add("create table once (a int); create schema app;")
    project.ok("up", "dev")
    project.on_dev(f"alter database {project.on_dev('select current_database()')[0][0]} set search_path = app")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "no version table app.schema_migrations" in run.err
    assert "kept with public.schema_migrations" in run.err


def test_what_golang_migrate_has_brought_so_far_counts_too(project: Project) -> None:
    """guardian has no history there yet; the table is on the search_path, only not first."""
    project.add("create table once (a int);")
    project.on_dev("create table schema_migrations (version bigint primary key, dirty boolean not null)")
    project.on_dev("insert into schema_migrations values (1, false); create schema postgres")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "the search_path also leads to public.schema_migrations" in run.err
    assert project.on_dev("select to_regclass('public.once')") == [(None,)]


def test_sets_that_share_a_database_by_their_search_path_do_not_disturb_each_other(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The URL names another schema each time: that is a choice, and nothing has moved."""
    project.add("create table t (a int);")
    project.on_dev("create schema one; create schema two")
    for schema in ("one", "two"):
        monkeypatch.setenv("GUARDIAN_DEV_URL", f"{project.dev}&search_path={schema}")
        project.ok("up", "dev")

    assert project.on_dev("select to_regclass('one.t')::text, to_regclass('two.t')::text") == [("one.t", "two.t")]


def test_a_table_of_another_name_or_a_temporary_one_is_nobodys_version_table(
    project: Project, configure: Configure
) -> None:
    project.add("create table t (a int);")
    project.ok("up", "dev")
    configure('version_table = "others"')
    project.on_dev("drop table t")
    with psycopg.connect(project.dev) as other:
        other.execute("create temp table others (version bigint, dirty boolean)")
        other.commit()
        project.ok("up", "dev")

    assert project.on_dev("select version from others") == [(1,)]


def test_a_version_table_that_was_dropped_with_everything_is_begun_anew(project: Project) -> None:
    project.add("create table t (a int);")
    project.ok("up", "dev")
    assert migrate("dev", ["drop", "-f"]) == 0

    project.ok("up", "dev")

    assert project.on_dev("select version from schema_migrations") == [(1,)]


def test_a_reader_of_no_history_is_told_too(
    moved: Project, pg_server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A role that may not look into schema guardian, and whose own schema comes first."""
    role = f"reader {tmp_path.name}"
    moved.on_dev(f"create role {quote_ident(role)} login; create schema {quote_ident(role)}")
    moved.on_dev(f"grant all on schema {quote_ident(role)} to {quote_ident(role)}")
    name = moved.on_dev("select current_database()")[0][0]
    monkeypatch.setenv("GUARDIAN_DEV_URL", pg_server.url(name, role))
    try:
        run = moved.guardian("version", "dev")
    finally:
        moved.on_dev(f"drop schema {quote_ident(role)}; drop role {quote_ident(role)}")

    assert run.code == 1
    assert "the search_path also leads to public.schema_migrations" in run.err
