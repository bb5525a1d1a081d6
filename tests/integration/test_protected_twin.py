"""PROD under another name is PROD."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from guardian.cli.alias.command import migrate
from tests.plugin.project import Project
from tests.plugin.proxy import Proxy


@pytest.mark.parametrize(
    "words", [["up", "dev"], ["force", "dev", "1"], ["down", "dev", "--all"], ["goto", "dev", "1"]]
)
def test_a_development_target_that_leads_to_prod_is_refused(
    project: Project, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """The wrong line in an .env file."""
    project.add("create table t (a int);")
    monkeypatch.setenv("GUARDIAN_DEV_URL", project.prod)

    run = project.guardian(*words)

    assert run.code == 2
    assert "[targets.dev]: url: leads to the database of prod, which is protected" in run.err
    assert project.on_prod("select to_regclass('t'), to_regclass('schema_migrations')") == [(None, None)]


def test_the_aliases_refuse_it_too(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add("create table t (a int);")
    monkeypatch.setenv("GUARDIAN_DEV_URL", project.prod)

    assert migrate("dev", ["up"]) == 1
    assert migrate("dev", ["drop", "-f"]) == 1
    assert project.on_prod("select to_regclass('t')") == [(None,)]


def test_another_host_name_of_prod_is_no_way_around_the_protection(
    project: Project, make_proxy: Callable[..., Proxy]
) -> None:
    """As a pooler's or a tunnel's address is: only the server knows."""
    project.add("create table t (a int);")
    name = psycopg.conninfo.conninfo_to_dict(project.prod)["dbname"]

    assert migrate("dev", ["-path", "migrations", "-database", make_proxy().url(str(name)), "up"]) == 1
    assert "guardian.lock" in project.capsys.readouterr().err
    assert project.on_prod("select to_regclass('t')") == [(None,)]


def test_another_host_name_of_dev_is_dev(project: Project, make_proxy: Callable[..., Proxy]) -> None:
    project.add("create table t (a int);")
    name = psycopg.conninfo.conninfo_to_dict(project.dev)["dbname"]

    assert migrate("dev", ["-path", "migrations", "-database", make_proxy().url(str(name)), "up"]) == 0
    assert project.on_dev("select to_regclass('t')::text") == [("t",)]


def test_the_daemon_leaves_it_alone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    toml = project.root / "guardian.toml"
    toml.write_text(toml.read_text() + '[daemon]\napply_to = "dev"\n')
    project.add("create table t (a int);")
    monkeypatch.setenv("GUARDIAN_DEV_URL", project.prod)

    run = project.guardian("daemon")

    assert run.code == 2
    assert "leads to the database of prod" in run.err
    assert project.on_prod("select to_regclass('t')") == [(None,)]
