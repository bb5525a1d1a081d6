"""Settings of a role, a database or a server that migrations cannot run under, or are cut off by."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from psycopg import sql

from guardian.adapters.operator import fetch_operator
from guardian.app.load import load_config, load_migrations
from guardian.app.migrate import migrate_up
from guardian.cli.alias.command import migrate
from guardian.errors import GuardianError
from guardian.migrate.event import Event
from guardian.pg.apply import transactional
from guardian.pg.embedded import EmbeddedServer
from tests.plugin.project import Project

CLEAN = "select version, dirty from schema_migrations"
READ_ONLY = "default_transaction_read_only"


@pytest.fixture
def role(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    """A role of its own, which owns DEV and migrates it."""
    name = project.on_dev("select current_database()")[0][0]
    role = f"role_of_{name}"
    for statement in ("create role {} login", "alter database {} owner to {}", "alter schema public owner to {}"):
        names = [sql.Identifier(name), sql.Identifier(role)] if "database" in statement else [sql.Identifier(role)]
        project.on_dev(sql.SQL(statement).format(*names).as_string())
    monkeypatch.setenv("GUARDIAN_DEV_URL", project.dev.replace("postgres@", f"{role}@"))
    return role


def _migrate(project: Project, listener: Callable[[Event], None]) -> None:
    config = load_config(None, folder=project.root, environment=os.environ)
    who = fetch_operator(project.root)
    migrate_up(config.targets[0], load_migrations(config), limit=None, operator=who, listener=listener)


def _set(project: Project, whom: str, setting: str, value: str) -> None:
    database = project.on_dev("select quote_ident(current_database())")[0][0]
    role = f"role_of_{database}"
    clauses = {
        "role": f"role {role}",
        "database": f"database {database}",
        "both": f"role {role} in database {database}",
    }
    project.on_dev(f"alter {clauses[whom]} set {setting} = {value}")


@pytest.mark.parametrize("ready", [False, True])
@pytest.mark.parametrize(
    ("whom", "said"),
    [
        ("role", "ALTER ROLE role_of_{}"),
        ("database", "ALTER DATABASE {}"),
        ("both", "ALTER ROLE role_of_{} IN DATABASE {}"),
    ],
)
@pytest.mark.parametrize("words", [["up", "dev"], ["force", "dev", "5"]])
def test_a_read_only_role_or_database_is_refused_before_any_file(
    project: Project, role: str, whom: str, said: str, words: list[str], *, ready: bool
) -> None:
    project.add("select 1;")
    if ready:
        project.ok("up", "dev")
    version = project.add("create table t (id int);")
    _set(project, whom, READ_ONLY, "on")
    database = role.removeprefix("role_of_")

    run = project.guardian(*words)

    assert run.code == 1
    assert f"default_transaction_read_only is on, set by {said.format(database, database)}" in run.err
    assert "SQLSTATE 25006" in run.err
    assert "mend the file" not in run.err
    assert f"{version:06d}" not in run.err
    there = project.on_dev("select to_regclass('schema_migrations')::text, to_regclass('t')::text")
    assert there == [("schema_migrations" if ready else None, None)]


def test_a_url_may_turn_read_only_off(project: Project, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is the remedy that the error names."""
    project.add("create table t (id int);")
    _set(project, "role", READ_ONLY, "on")
    assert f"{READ_ONLY}=off" in project.guardian("up", "dev").err
    url = project.dev.replace("postgres@", f"{role}@")
    monkeypatch.setenv("GUARDIAN_DEV_URL", f"{url}&{READ_ONLY}=off")

    project.ok("up", "dev")

    assert project.on_dev(CLEAN) == [(1, False)]


def test_drop_says_it_too(project: Project, role: str) -> None:
    project.add("create table t (id int);")
    project.ok("up", "dev")
    _set(project, "role", READ_ONLY, "on")

    assert migrate("dev", ["drop", "-f"]) == 1

    assert f"{READ_ONLY} is on, set by ALTER ROLE {role}" in project.capsys.readouterr().err
    assert project.tables(project.dev) == {"t"}


def test_a_read_only_prod_is_refused_before_the_backup(project: Project) -> None:
    project.add("create table t (id int);")
    project.ok("lock")
    project.ok("up", "dev")
    project.on_prod(f"alter database {project.on_prod('select current_database()')[0][0]} set {READ_ONLY} = on")

    run = project.guardian("promote", "prod")

    assert run.code == 1
    assert f"{READ_ONLY} is on, set by ALTER DATABASE" in run.err
    assert "backing up" not in run.err


def test_a_standby_is_refused_before_any_file(
    project: Project, server_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedServer.start(name="standby", directory=server_folder / "pg") as server:
        data = server.data_dir
    (data / "standby.signal").touch(0o644)
    project.add("create table t (id int);")
    with EmbeddedServer.start(name="standby", directory=server_folder / "pg") as server:
        monkeypatch.setenv("GUARDIAN_DEV_URL", server.url())

        run = project.guardian("up", "dev")

    assert run.code == 1
    assert "dev is a standby" in run.err
    assert "SQLSTATE 25006" in run.err
    assert "mend the file" not in run.err


@pytest.mark.parametrize("whom", ["role", "database"])
@pytest.mark.parametrize("setting", ["idle_in_transaction_session_timeout", "idle_session_timeout"])
def test_a_tiny_idle_timeout_does_not_cut_a_run_off(project: Project, role: str, whom: str, setting: str) -> None:
    """guardian is idle while it parses a file or a person's machine swaps; the timeout is meant for the forgotten."""
    project.add("select 1;")
    project.add("create table a (id int); set statement_timeout = '1h';")
    project.add("create index concurrently a_id on a (id);")
    _set(project, whom, setting, "'400ms'")
    seen = []

    def idle(event: Event) -> None:
        seen.append(event)
        time.sleep(0.6)

    _migrate(project, idle)

    assert project.on_dev(CLEAN) == [(3, False)]
    assert len(seen) > 3


def test_an_idle_timeout_that_the_url_sets_stays(project: Project, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add("create table seen as select current_setting('idle_session_timeout') as value;")
    url = project.dev.replace("postgres@", f"{role}@")
    monkeypatch.setenv("GUARDIAN_DEV_URL", f"{url}&idle_session_timeout=77s")

    project.ok("up", "dev")

    assert project.on_dev("select value from seen") == [("77s",)]


@pytest.mark.parametrize("whom", ["role", "database"])
@pytest.mark.parametrize("outside", [False, True])
def test_a_statement_timeout_is_named_with_its_source(project: Project, role: str, whom: str, *, outside: bool) -> None:
    project.add(("commit; " if outside else "") + "select pg_sleep(20);")
    _set(project, whom, "statement_timeout", "'300ms'")
    database = role.removeprefix("role_of_")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "SQLSTATE 57014" in run.err
    where = f"ALTER ROLE {role}" if whom == "role" else f"ALTER DATABASE {database}"
    assert f"statement_timeout is 300ms, set by {where}" in run.err


def test_a_statement_timeout_of_the_url_and_of_the_file_are_named_as_such(
    project: Project, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.add("select pg_sleep(20);")
    url = project.dev.replace("postgres@", f"{role}@")
    monkeypatch.setenv("GUARDIAN_DEV_URL", f"{url}&x-statement-timeout=300")
    assert "statement_timeout is 300ms, set by the URL of dev" in project.guardian("up", "dev").err

    file = project.migrations / "000001_step.up.sql"
    file.write_text("set statement_timeout = '200ms'; select pg_sleep(20);")
    err = project.guardian("up", "dev").err

    assert "SQLSTATE 57014" in err
    assert "set by the file" in err
    assert "URL of dev" not in err


@pytest.mark.pg(">= 17")
def test_a_transaction_timeout_is_named_with_its_source(project: Project, role: str) -> None:
    project.add("select pg_sleep(20);")
    _set(project, "role", "transaction_timeout", "'300ms'")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert f"transaction_timeout is 300ms, set by ALTER ROLE {role}" in run.err
    assert "SQLSTATE 25P04" in run.err


@pytest.mark.parametrize("setting", ["idle_in_transaction_session_timeout", "idle_session_timeout"])
def test_an_idle_timeout_of_the_url_that_cuts_a_run_off_is_named(
    project: Project, role: str, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    project.add("create table t (id int);")
    url = project.dev.replace("postgres@", f"{role}@")
    monkeypatch.setenv("GUARDIAN_DEV_URL", f"{url}&{setting}=300ms")
    after = transactional._after

    def late(*arguments: object, **more: object) -> str:
        time.sleep(0.8)
        return after(*arguments, **more)  # type: ignore[arg-type]

    def slow(_: object) -> None:
        time.sleep(0.8)

    in_transaction = setting != "idle_session_timeout"
    if in_transaction:
        monkeypatch.setattr(transactional, "_after", late)
    with pytest.raises(GuardianError) as caught:
        _migrate(project, (lambda _: None) if in_transaction else slow)

    assert f"{setting} is 300ms, set by the URL of dev" in str(caught.value)
    assert project.tables(project.dev) == set()
