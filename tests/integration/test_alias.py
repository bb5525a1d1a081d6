"""migrate-dev, migrate-prod and new-migration keep golang-migrate's exit codes 0, 1 and 2."""

from __future__ import annotations

import sys

import pytest

from guardian.cli import alias
from tests.plugin.project import Project


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch):
    def run(script: str, *arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", [script, *arguments])
        return getattr(alias, script.replace("-", "_"))()

    return run


def test_up_down_and_version(project: Project, call, capsys: pytest.CaptureFixture[str]) -> None:
    project.add("create table t (id int);", "drop table t;")

    assert call("migrate-dev", "up") == 0
    assert project.tables(project.dev) == {"t"}
    capsys.readouterr()
    assert call("migrate-dev", "version") == 0
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[0]) == ("", "1")
    assert call("migrate-dev", "down", "1") == 0
    assert project.tables(project.dev) == set()


def test_a_failure_is_1_and_wrong_usage_2(project: Project, call) -> None:
    project.add("selec 1;")

    assert call("migrate-dev", "up") == 1
    assert call("migrate-dev", "nonsense") == 2
    assert call("migrate-dev") == 2


def test_prod_goes_through_the_gates(project: Project, call, capsys: pytest.CaptureFixture[str]) -> None:
    project.add("create table t (id int);", "drop table t;")

    assert call("migrate-prod", "up") == 1
    assert "FAILED  lock file intact" in capsys.readouterr().err
    assert project.tables(project.prod) == set()


def test_new_migration_makes_the_pair(project: Project, call) -> None:
    assert call("new-migration", "add_users") == 0
    assert sorted(path.name for path in project.migrations.iterdir()) == [
        "000001_add_users.down.sql",
        "000001_add_users.up.sql",
    ]
    assert call("new-migration", "Not A Name") == 2
