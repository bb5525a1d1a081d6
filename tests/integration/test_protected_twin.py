"""PROD under another name is PROD."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from guardian.cli.alias.command import migrate
from guardian.pg.embedded import EmbeddedServer
from tests.plugin.project import ROOT, Project
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


def _copy(source: Path, copy: Path) -> None:
    """Copy a folder as a physical backup does, owners included."""
    subprocess.run(["cp", "-a", source, copy], check=True, timeout=60)


@pytest.fixture
def other_name(project: Project, make_proxy: Callable[..., Proxy], monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose DEV is PROD under another host name, and whose daemon applies to DEV."""
    toml = project.root / "guardian.toml"
    toml.write_text(toml.read_text() + '[daemon]\napply_to = "dev"\n')
    project.add("create table t (a int);")
    name = psycopg.conninfo.conninfo_to_dict(project.prod)["dbname"]
    monkeypatch.setenv("GUARDIAN_DEV_URL", make_proxy().url(str(name)))
    return project


def test_doctor_says_that_dev_is_prod_under_another_name(other_name: Project) -> None:
    for words in (["doctor"], ["doctor", "dev"]):
        run = other_name.guardian(*words)

        assert run.code != 0
        assert "dev: database" in run.out
        assert "is the database of prod, which is protected" in run.out


def test_doctor_finds_two_databases_of_one_server_different(project: Project) -> None:
    assert "which is protected" not in project.guardian("doctor").out


def test_the_daemon_does_not_start_on_prod_under_another_name(other_name: Project) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    done = subprocess.run(
        [sys.executable, "-m", "guardian", "daemon"],
        cwd=other_name.root, env=environment, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "is the database of prod, which is protected" in done.stdout + done.stderr
    assert other_name.on_prod("select to_regclass('t'), to_regclass('schema_migrations')") == [(None, None)]


def test_a_dev_restored_from_a_physical_copy_of_prod_is_dev(
    project: Project, server_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has PROD's system identifier and the same database oid, but is another server."""
    project.add("create table t (a int);")
    with EmbeddedServer.start(name="prod", directory=server_folder / "prod") as prod:
        project.query(prod.url(), "create database app")
    _copy(server_folder / "prod", server_folder / "dev")
    with (
        EmbeddedServer.start(name="prod", directory=server_folder / "prod") as prod,
        EmbeddedServer.start(name="dev", directory=server_folder / "dev") as dev,
    ):
        monkeypatch.setenv("GUARDIAN_PROD_URL", prod.url("app"))
        monkeypatch.setenv("GUARDIAN_DEV_URL", dev.url("app"))
        assert "no protected target's" in project.guardian("doctor", "dev").out

        # A URL that is no target's is compared with PROD by what both servers say.
        monkeypatch.setenv("GUARDIAN_DEV_URL", "postgres://nobody@127.0.0.1:1/nothing")
        assert migrate("dev", ["-path", "migrations", "-database", dev.url("app"), "up"]) == 0
        assert project.query(dev.url("app"), "select to_regclass('t')::text") == [("t",)]
