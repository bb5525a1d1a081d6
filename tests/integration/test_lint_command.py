"""guardian lint over a real directory."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.plugin.project import Project


def test_a_directory_in_order_has_nothing(project: Project) -> None:
    project.add("create table t (id int);", "drop table t;")
    project.ok("lock")

    assert project.ok("lint").out == "nothing found\n"
    assert project.ok("--json", "lint").document == []


def test_a_syntax_error_has_its_place(project: Project) -> None:
    project.add("select 1;\nselec 2;", "select 1;")
    project.ok("lock")

    run = project.guardian("--json", "lint")

    assert run.code == 3
    (problem,) = run.document
    assert (problem["file"], problem["rule"], problem["line"]) == ("migrations/000001_step.up.sql", "syntax", 2)
    assert 'syntax error at or near "selec"' in problem["message"]


@pytest.fixture
def two_faults(project: Project) -> Project:
    project.add("selec 1;", "select 1;")
    project.add("selec 2;", "select 1;")
    project.ok("lock")
    return project


@pytest.mark.parametrize("shape", ["{}", "./{}", "{root}/{}", "migrations/../{}"])
def test_files_are_found_however_they_are_named(two_faults: Project, shape: str) -> None:
    name = shape.format("migrations/000001_step.up.sql", root=two_faults.root)

    run = two_faults.guardian("--json", "lint", name)

    assert run.code == 3
    assert [problem["file"] for problem in run.document] == ["migrations/000001_step.up.sql"]


def test_files_are_named_from_the_current_folder(two_faults: Project) -> None:
    os.chdir(two_faults.migrations)

    assert two_faults.guardian("lint", "000002_step.up.sql").code == 3
    assert two_faults.guardian("lint", "step.up.sql").code == 2


def test_a_file_that_is_nowhere_is_wrong_usage(two_faults: Project) -> None:
    """A slip of the pen must not read as "nothing found"."""
    run = two_faults.guardian("lint", "migrations/000001_stap.up.sql")

    assert run.code == 2
    assert "there is no file migrations/000001_stap.up.sql" in run.err
    assert run.out == ""


def test_two_files_of_one_version_and_a_hostile_name(project: Project) -> None:
    project.add("select 1;", "select 1;")
    for name in ("1_other.up.sql", "000002_\x1b[2J.up.sql"):
        Path(project.migrations / name).write_text("select 1;")

    run = project.guardian("lint")

    assert run.code == 3
    assert "1_other.up.sql" in run.out
    assert "\x1b" not in run.out


def test_lint_speaks_every_format(two_faults: Project) -> None:
    """The default is for a person, with the line and a caret under it."""
    assert two_faults.guardian("lint").out.startswith("migrations/000001_step.up.sql:1:1: [guardian-syntax] ")
    assert two_faults.guardian("lint", "--format", "json").document == two_faults.guardian("--json", "lint").document
    for form, start in (("github", "::error file=migrations/"), ("sarif", "{"), ("gitlab", "[")):
        run = two_faults.guardian("--json", "lint", "--format", form)
        assert (run.code, run.out.startswith(start)) == (3, True), form


def test_the_sql_is_judged_and_a_promoted_file_is_not(project: Project) -> None:
    project.add("create table t (id int);", "drop table t;")
    project.add("truncate t;\nalter table t add column c int not null;", "alter table t drop column c;")
    project.ok("lock")

    run = project.guardian("--json", "lint")

    assert run.code == 3
    found = {(problem["tool"], problem["rule"], problem["line"], problem["column"]) for problem in run.document}
    assert found == {("guardian", "data-loss", 1, 10), ("squawk", "adding-required-field", 2, 15)}
    assert project.guardian("lint", "migrations/000001_step.up.sql").code == 0
    project.ok("up", "dev")
    project.ok("promote", "prod")
    assert project.ok("lint").out == "nothing found\n"


def test_the_users_own_migrations_have_nothing(project: Project) -> None:
    project.user_migrations()
    project.ok("lock")

    assert project.ok("lint").out == "nothing found\n"


def test_a_rule_that_does_not_exist_is_wrong_usage(project: Project) -> None:
    project.add("select 1;")
    with (project.root / "guardian.toml").open("a") as file:
        file.write('[lint]\nignore = ["nonsense"]\n')

    run = project.guardian("lint")

    assert run.code == 2
    assert "there is no such rule" in run.err


def test_without_squawk_nothing_passes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add("select 1;")
    monkeypatch.setattr(sys, "executable", str(project.root / "python"))
    monkeypatch.setenv("PATH", str(project.root))

    run = project.guardian("lint")

    assert run.code == 1
    assert "squawk is not installed" in run.err
