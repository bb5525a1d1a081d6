"""The server stops in the middle of a file, and comes back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from guardian import clock
from guardian.pg.embedded import EmbeddedServer
from tests.plugin.project import ROOT, Project


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's account can pass through, which root's own tmp_path is not."""
    path = Path(tempfile.mkdtemp(prefix="guardian-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def start(place: Path, project: Project) -> EmbeddedServer:
    server = EmbeddedServer.start(name="outage", directory=place / "server")
    project.dev = server.url()
    (project.root / "guardian.toml").write_text(f'[targets.dev]\nurl = "{server.url()}"\nrole = "development"\n')
    return server


def wait_until_asleep(url: str) -> None:
    asleep = "select count(*) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()"
    deadline = clock.monotonic() + 20
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(asleep).fetchone() == (0,):
            assert clock.monotonic() < deadline, "the file was never run"
            clock.sleep(0.05)


@pytest.mark.parametrize("kind", ["in one transaction", "statement by statement"])
def test_a_server_that_stops_in_the_middle(project: Project, place: Path, kind: str) -> None:
    """One clear sentence, a state as promised, and the next run goes on."""
    alone = "create index concurrently first_id on first (id);" if kind == "statement by statement" else ""
    project.add("create table first (id int);")
    project.add(
        f"create table second (id int); {alone} "
        "select pg_sleep(case when exists(select from go_on) then 0 else 60 end);"
    )
    with start(place, project):
        project.on_dev("create table go_on ()")
        process = subprocess.Popen(
            [sys.executable, "-m", "guardian", "up", "dev"], cwd=project.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        wait_until_asleep(project.dev)
    _, said = process.communicate(timeout=30)

    assert process.returncode == 1
    assert "Traceback" not in said
    assert "guardian: " in said
    with start(place, project):
        state = project.on_dev("select version, dirty from schema_migrations")
        assert state == [(1, False)] if not alone else [(2, True)]
        assert ("second" in project.tables(project.dev)) == bool(alone)
        project.on_dev("insert into go_on default values")
        project.ok("up", "dev")
        assert project.on_dev("select version, dirty from schema_migrations") == [(2, False)]
        assert {"first", "second"} <= project.tables(project.dev)
        assert project.on_dev("select count(*) from pg_index where not indisvalid") == [(0,)]
