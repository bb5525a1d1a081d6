"""guardian new: the next empty pair."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.plugin.project import Project


def test_the_next_pair_is_made(project: Project) -> None:
    project.add("select 1;")

    run = project.ok("--json", "new", "add_users")

    assert sorted(run.document) == ["down", "up"]
    up, down = (project.migrations / f"000002_add_users.{direction}.sql" for direction in ("up", "down"))
    assert up.read_text().startswith("-- Migration 000002: add_users\n-- Created: ")
    assert down.read_text().startswith("-- Rollback 000002: add_users\n")
    project.ok("up", "dev")


def test_after_a_long_version_comes_the_next(project: Project) -> None:
    (project.migrations / "20260118101500_a.up.sql").write_text("select 1;")

    project.ok("new", "b")

    assert (project.migrations / "20260118101501_b.up.sql").exists()


@pytest.mark.parametrize(
    ("naming", "last", "pattern"),
    [
        ("digits = 4", "0009_a", r"0010_b"),
        ("digits = 1", "9_a", r"10_b"),
        ('style = "timestamp"', "20260118235959_a", r"20\d{12}_b"),
        ('style = "timestamp"', "99991231235958_a", r"99991231235959_b"),
        ('style = "timestamp"', "20991231235959_a", r"21000101000000_b"),
    ],
)
def test_the_number_is_in_the_project_s_style(project: Project, naming: str, last: str, pattern: str) -> None:
    config = project.root / "guardian.toml"
    config.write_text(f"{config.read_text()}[naming]\n{naming}\n")
    (project.migrations / f"{last}.up.sql").write_text("select 1;")
    (project.migrations / f"{last}.down.sql").write_text("select 1;")

    up = project.ok("--json", "new", "b").document["up"]

    assert re.fullmatch(rf"{pattern}\.up\.sql", Path(up).name)
    project.ok("lock")
    assert project.ok("lint").out == "nothing found\n"


@pytest.mark.parametrize("name", ["Add", "1st", "a-b", "../x", "a b", "", "é", "a\x1b[2J", "a.up", "-"])
def test_a_bad_name_is_wrong_usage(project: Project, name: str) -> None:
    run = project.guardian("new", "--", name)

    assert run.code == 2
    assert "is no migration name" in run.err
    assert "\x1b" not in run.err
    assert list(project.migrations.iterdir()) == []


def test_a_name_that_no_file_can_have_is_said(project: Project) -> None:
    run = project.guardian("new", "a" * 300)

    assert run.code == 1
    assert "File name too long" in run.err
    assert list(project.migrations.iterdir()) == []


def test_after_the_largest_version_there_is_none(project: Project) -> None:
    (project.migrations / "9223372036854775807_a.up.sql").write_text("select 1;")

    run = project.guardian("new", "b")

    assert run.code == 1
    assert "the largest" in run.err
    assert len(list(project.migrations.iterdir())) == 1


def test_without_a_directory_it_says_so(project: Project) -> None:
    project.migrations.rmdir()

    run = project.guardian("new", "a")

    assert run.code == 1
    assert "migrations does not exist; make it, or set `migrations` in guardian.toml" in run.err
