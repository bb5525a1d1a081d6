"""What would run a file twice, in part or as something else: hostile files, roles and settings."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import psycopg
import pytest

from guardian import clock
from guardian.names import quote_ident
from tests.plugin.project import ROOT, Project
from tests.plugin.proxy import Proxy


@pytest.mark.parametrize("end", [" -- why", " -- why\n;", " /* why */", "; -- why"])
def test_a_comment_behind_a_statement_hides_nothing(project: Project, end: str) -> None:
    """A file that runs statement by statement has guardian's own statements sent behind each of its own."""
    project.add("create table t (a int);")
    project.add(f"create index concurrently i on t (a);\ninsert into t values (1){end}")
    project.ok("up", "dev")
    assert project.on_dev("select a from t") == [(1,)]
    assert project.on_dev("select version, dirty from schema_migrations") == [(2, False)]


IMITATED = [
    ("to_regclass", ["text"], "regclass"),
    ("current_schema", [], "name"),
    ("current_database", [], "name"),
    ("clock_timestamp", [], "timestamptz"),
    ("pg_try_advisory_lock", ["bigint"], "boolean"),
    ("pg_advisory_unlock", ["bigint"], "boolean"),
    ("pg_backend_pid", [], "int"),
    ("set_config", ["text", "text", "boolean"], "text"),
    ("current_setting", ["text"], "text"),
    ("has_table_privilege", ["text", "text"], "boolean"),
]

WAITING = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%guardian.history%'"
UNLOCKS = ["select pg_advisory_unlock_all();", "create index concurrently on t (a); discard all;"]


@pytest.mark.parametrize("unlock", UNLOCKS)
def test_a_file_that_gives_the_lock_away_does_not_let_a_second_run_in(project: Project, unlock: str) -> None:
    """The lock is taken again, before the next file is begun."""
    project.add("create table t (a int);")
    project.add(unlock)
    project.add("select pg_sleep(2); insert into t values (1);")
    runs = [_start(project)]
    _wait_for(project, "select 1 from pg_stat_activity where query like '%pg_sleep(2)%' and pid <> pg_backend_pid()")
    runs.append(_start(project))
    said = [run.communicate()[1] for run in runs]

    assert [run.returncode for run in runs] == [0, 0], said
    assert project.on_dev("select a from t") == [(1,)]


def test_a_version_that_somebody_wrote_meanwhile_is_not_overwritten(project: Project) -> None:
    """Somebody who asks for no lock, such as psql: the file is rolled back, and what they wrote stays."""
    project.add("create table t (a int);")
    project.ok("up", "dev")
    project.add("select pg_sleep(2); insert into t values (1);")
    run = _start(project)
    _wait_for(project, "select 1 from pg_stat_activity where query like '%pg_sleep(2)%' and pid <> pg_backend_pid()")
    project.on_dev("update schema_migrations set version = 7")
    said = run.communicate()[1]

    assert run.returncode == 1
    assert "somebody wrote version 7" in said
    assert "000002_step.up.sql was rolled back" in said
    assert project.on_dev("select a from t") == []
    assert project.on_dev("select version, dirty from schema_migrations") == [(7, False)]


def test_a_connection_lost_at_the_commit_is_said_to_be_of_unknown_outcome(
    project: Project, make_proxy: Callable[..., Proxy], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody but the server knows then, and the next run asks it."""
    proxy = make_proxy()
    monkeypatch.setenv("GUARDIAN_DEV_URL", proxy.url(project.on_dev("select current_database()")[0][0]))
    project.add("create table other (a int);")
    project.ok("up", "dev")
    project.add("create table t (a int); insert into t values (1);")
    # The commit waits for a lock on the history until the connection is gone; the server then goes on by itself.
    with psycopg.connect(project.dev) as held:
        held.execute("lock table guardian.history in share row exclusive mode")
        cut = threading.Thread(target=lambda: (_wait_for(project, WAITING), proxy.cut()))
        cut.start()
        lost = project.guardian("up", "dev")
        cut.join()
    assert lost.code == 1
    assert "whether 000002_step.up.sql was applied is not known" in lost.err
    monkeypatch.setenv("GUARDIAN_DEV_URL", project.dev)
    project.ok("up", "dev")
    assert project.on_dev("select a from t") == [(1,)]


def _start(project: Project) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "guardian", "up", "dev"]
    return subprocess.Popen(command, cwd=project.root, env=environment, stderr=subprocess.PIPE, text=True)


def _wait_for(project: Project, query: str) -> None:
    deadline = clock.monotonic() + 20
    while not project.on_dev(query):
        assert clock.monotonic() < deadline, query
        clock.sleep(0.05)


@pytest.mark.parametrize("conforming", ["on", "off"])
@pytest.mark.parametrize("name", ["a$guardian$b", "a\\b", "a'b", "a%b", "a%s", 'a"b'])
def test_a_version_table_may_be_called_anything(project: Project, name: str, conforming: str) -> None:
    """As the schema it is in may be, which is the database's to name."""
    toml = project.root / "guardian.toml"
    role = 'role = "development"'
    toml.write_text(toml.read_text().replace(role, f"{role}\nversion_table = '''{name}'''"))
    database = project.on_dev("select current_database()")[0][0]
    project.on_dev(f"alter database {database} set standard_conforming_strings = {conforming}")
    project.on_dev(f"alter database {database} set escape_string_warning = off")
    project.add("create table t (a int);")
    project.add("create index concurrently on t (a); insert into t values (1)")
    project.ok("up", "dev")
    project.ok("history", "dev", "--text", "1")
    project.ok("down", "dev", "1")
    project.ok("force", "dev", "2")

    assert project.query(project.dev, f"select version from {quote_ident(name)}") == [(2,)]


def test_functions_of_the_users_own_are_not_taken_for_the_servers(project: Project) -> None:
    """A search_path may put pg_catalog last: then who may create functions would do guardian's work for it."""
    database = project.on_dev("select current_database()")[0][0]
    project.on_dev("create table evil (what text)")
    for name, arguments, result in IMITATED:
        call = ", ".join(f"${number}" for number in range(1, len(arguments) + 1))
        project.on_dev(
            f"create function {name}({', '.join(arguments)}) returns {result} language plpgsql as $x$ begin "
            f"insert into public.evil values ('{name}'); return pg_catalog.{name}({call}); end $x$"
        )
    project.on_dev(f"alter database {database} set search_path = public, pg_catalog")
    project.add("create table t (a int);")
    project.add("create index concurrently on t (a); insert into t values (1)")
    for command in (["up", "dev"], ["status"], ["force", "dev", "1"], ["force", "dev", "2"], ["down", "dev", "1"]):
        project.ok(*command)

    assert project.on_dev("select distinct what from evil") == []
