"""guardian report against real databases."""

from __future__ import annotations

import html
import os
from pathlib import Path

import pytest
from psycopg import sql

from tests.plugin.project import Project

SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture
def drifted(project: Project) -> Project:
    """DEV is ahead by a migration; PROD has a column that no migration makes."""
    project.add("create table first (id int primary key);")
    project.ok("up", "dev")
    project.on_prod("create table schema_migrations (version bigint not null primary key, dirty boolean not null)")
    project.on_prod("insert into schema_migrations values (1, false)")
    project.on_prod("create table first (id int primary key)")
    project.on_prod("alter table first add added_by_hand text")
    project.add("create table second (id int);", name="second")
    project.ok("up", "dev")
    return project


def test_report_shows_every_target(drifted: Project) -> None:
    """Version, pending, last run, and the finding with the SQL both ways."""
    page = drifted.ok("report").out

    assert page.startswith("<!doctype html>")
    dev, prod = page[page.index('id="target-dev"') : page.index('id="target-prod"')], page.split('id="target-prod"')[1]
    assert ">in order</span>" in dev
    assert "up of version 2" in dev
    assert ">drifted</span>" in prod
    assert "<bdi>000002_second</bdi>" in prod
    assert "column public.first.added_by_hand was added on prod" in prod
    assert "DROP COLUMN added_by_hand" in prod
    assert "ADD COLUMN added_by_hand" in prod


def test_names_in_a_database_cannot_become_markup(drifted: Project) -> None:
    """A table, a column and a comment with a script inside are shown, and no script is on the page."""
    for statement in (
        sql.SQL("create table {} (id int)").format(sql.Identifier(SCRIPT)),
        sql.SQL("alter table first add {} text").format(sql.Identifier(SCRIPT)),
        sql.SQL("comment on table first is {}").format(sql.Literal(SCRIPT)),
    ):
        drifted.on_prod(statement.as_string())

    page = drifted.ok("report").out

    assert "<script" not in page
    assert page.count(html.escape(SCRIPT, quote=False).replace('"', "&#34;")) >= 6


def test_output_goes_to_the_file_and_nothing_to_stdout(drifted: Project) -> None:
    run = drifted.ok("report", "-o", "status.html")

    assert run.out == ""
    assert "status.html" in run.err
    assert "added_by_hand" in Path("status.html").read_text(encoding="utf-8")


def test_json_says_the_same(drifted: Project) -> None:
    dev, prod = drifted.ok("--json", "report").document["targets"]

    assert (dev["verdict"], prod["verdict"]) == ("in order", "drifted")
    assert [found["name"] for found in prod["drift"]["findings"]] == ["public.first.added_by_hand"]


def test_a_target_out_of_reach_shows_its_problem_and_the_others_go_on(
    drifted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The password in the address is on the page as little as anywhere else."""
    monkeypatch.setenv("GUARDIAN_DEV_URL", "postgres://somebody:verysecret@127.0.0.1:1/nothing")

    run = drifted.guardian("report")

    assert run.code == 1
    assert ">not known</span>" in run.out
    assert "added_by_hand" in run.out
    assert "verysecret" not in run.out + run.err


def test_a_dirty_target_is_called_dirty_and_not_compared(drifted: Project) -> None:
    drifted.on_prod("update schema_migrations set dirty = true")

    run = drifted.guardian("report")

    assert run.code == 1
    assert ">dirty</span>" in run.out
    assert "not compared" in run.out
    assert "added_by_hand" not in run.out


def test_report_to_stdout_writes_nothing_anywhere(drifted: Project) -> None:
    """PROD, which nothing was ever run on by guardian, has no schema guardian afterwards either."""
    drifted.ok("report")

    assert drifted.on_prod("select nspname from pg_namespace where nspname = 'guardian'") == []
    assert {path.name for path in drifted.root.iterdir()} == {"guardian.toml", "migrations"}


def test_a_file_name_that_is_no_text_is_shown_as_far_as_it_is(drifted: Project) -> None:
    """A byte that is no UTF-8 in a pending migration's name spoils neither the page nor the file."""
    Path(os.fsdecode(os.fsencode(drifted.migrations) + b"/000003_odd\xff.up.sql")).write_text("select 1;")

    page = drifted.ok("report").out
    drifted.ok("report", "-o", "status.html")

    assert "000003_odd" in page
    assert "000003_odd" in Path("status.html").read_text(encoding="utf-8")
