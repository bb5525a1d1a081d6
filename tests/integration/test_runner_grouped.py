"""When a run waits for the disk: once at its end on a development target, however it ends."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from guardian.pg.embedded import EmbeddedServer
from tests.plugin.project import Project

# Notes the setting that each commit is made with, when it is made.
WITNESS = """
create table seen (number int, setting text);
create table file (number int);
create function note() returns trigger language plpgsql as
$$ BEGIN insert into seen values (new.number, current_setting('synchronous_commit')); return null; END $$;
create constraint trigger note after insert on file deferrable initially deferred for each row execute function note();
"""
# A server that writes nothing to the disk by itself: what nobody waited for is lost when it dies.
LAZY = {"synchronous_commit": "on", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB", "autovacuum": "off"}


@pytest.fixture
def witnessed(project: Project) -> Project:
    name = project.on_dev("select current_database()")[0][0]
    project.on_dev(f"alter database {name} set synchronous_commit = 'local'")
    project.on_dev(WITNESS)
    return project


def seen(project: Project) -> list[str]:
    return [setting for (setting,) in project.on_dev("select setting from seen order by number")]


def test_a_run_waits_for_the_disk_at_its_last_file(witnessed: Project) -> None:
    """With what the database asks for; and a file that is the only one is the last one."""
    for number in (1, 2, 3):
        witnessed.add(f"insert into file values ({number});")
    witnessed.ok("up", "dev")
    witnessed.add("insert into file values (4);")
    witnessed.ok("up", "dev")

    assert seen(witnessed) == ["off", "off", "local", "local"]
    assert witnessed.on_dev("show synchronous_commit") == [("local",)]


def test_a_file_does_not_leave_it_to_the_next_statement_by_statement_one(witnessed: Project) -> None:
    witnessed.add("insert into file values (1);")
    witnessed.add("create index concurrently on seen (number); insert into file values (2);")
    witnessed.add("insert into file values (3);")
    witnessed.ok("up", "dev")

    assert seen(witnessed) == ["off", "local", "local"]


def test_a_url_that_has_a_say_in_it_is_obeyed_at_each_file(witnessed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    joined = "&" if "?" in witnessed.dev else "?"
    monkeypatch.setenv("GUARDIAN_DEV_URL", f"{witnessed.dev}{joined}synchronous_commit=on")
    for number in (1, 2):
        witnessed.add(f"insert into file values ({number});")
    witnessed.ok("up", "dev")

    assert seen(witnessed) == ["on", "on"]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's account can pass through, which root's own tmp_path is not."""
    path = Path(tempfile.mkdtemp(prefix="guardian-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def start(place: Path, project: Project, role: str = "postgres") -> EmbeddedServer:
    server = EmbeddedServer.start(name="lazy", directory=place / "server", settings=LAZY)
    project.dev = server.url()
    url = server.url(user=role)
    (project.root / "guardian.toml").write_text(f'[targets.dev]\nurl = "{url}"\nrole = "development"\n')
    return server


@pytest.mark.parametrize("history", [True, False])
def test_what_a_failed_run_has_done_outlives_the_server(project: Project, place: Path, *, history: bool) -> None:
    """Also where no history is kept, in which the failure is noted, and for a role with few rights."""
    with start(place, project, "plain") as server:
        project.on_dev("create role plain login")
        project.on_dev("grant create on schema public to plain")
        if history:
            project.on_dev("grant create on database postgres to plain")
        with psycopg.connect(project.dev, autocommit=True) as connection:
            connection.execute("checkpoint")
        for number in (1, 2):
            project.add(f"create table t{number} (a int);")
        project.add("select 1/0;")
        assert project.guardian("up", "dev").code == 1
        os.kill(server.pid, signal.SIGQUIT)  # the server's own "immediate" stop: nothing is written any more
    with start(place, project):
        assert project.on_dev("select version, dirty from schema_migrations") == [(2, False)]
        assert {"t1", "t2"} <= project.tables(project.dev)
