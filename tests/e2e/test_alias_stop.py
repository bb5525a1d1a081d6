"""Ctrl-C in migrate-dev and migrate-prod, sent to the whole process group as a terminal does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.plugin.project import ROOT, Project

# What the console scripts do.
CODE = {
    "dev": "import sys; from guardian.cli.alias import migrate_dev; sys.exit(migrate_dev())",
    "prod": "import sys; from guardian.cli.alias import migrate_prod; sys.exit(migrate_prod())",
    "guardian": "import sys; from guardian.cli.main import main; sys.exit(main())",
}


@contextmanager
def _started(project: Project, name: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", CODE[name], *words], cwd=project.root, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=10)


def _wait_for(project: Project, url: str, condition: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 30
    query = f"select count(*) from pg_stat_activity where datname = current_database() and {condition}"
    while project.query(url, query + " and pid <> pg_backend_pid()") == [(0,)]:
        assert process.poll() is None, process.communicate(timeout=10)[1]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _interrupted(process: subprocess.Popen[str]) -> tuple[int, str]:
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert "Traceback" not in err
    return process.returncode, err


SLEEPS = "query like '%pg_sleep(1)%'"


@pytest.mark.parametrize(
    ("before", "words", "left", "state"),
    [
        (0, ["up"], "000002_step.up.sql, 000003_step.up.sql", 1),
        (0, ["up", "2"], "000002_step.up.sql", 1),
        (0, ["goto", "3"], "000002_step.up.sql, 000003_step.up.sql", 1),
        (3, ["down", "-all"], "000002_step.down.sql, 000001_step.down.sql", 2),
        (3, ["goto", "1"], "000002_step.down.sql", 2),
    ],
)
def test_the_running_file_is_finished_and_work_is_left(
    project: Project, before: int, words: list[str], left: str, state: int
) -> None:
    project.add("select pg_sleep(1);", "select 1;")
    project.add("select 1;", "select 1;")
    project.add("select 1;", "select pg_sleep(1);")
    if before:
        project.ok("up", "dev")
    with _started(project, "dev", *words) as process:
        _wait_for(project, project.dev, SLEEPS, process)
        code, err = _interrupted(process)

    assert code == 1, err
    assert f"left to run on dev: {left}; run the command again" in err
    assert project.on_dev("select version, dirty from schema_migrations") == [(state, False)]


def test_with_nothing_left_it_is_a_success(project: Project) -> None:
    project.add("select pg_sleep(1);")
    with _started(project, "dev", "up") as process:
        _wait_for(project, project.dev, SLEEPS, process)
        code, err = _interrupted(process)

    assert code == 0, err
    assert project.on_dev("select version, dirty from schema_migrations") == [(1, False)]


@pytest.mark.parametrize("words", [["version"], ["force", "1"], ["drop", "-f"]])
def test_elsewhere_it_is_130(project: Project, words: list[str]) -> None:
    project.add("select 1;")
    project.ok("up", "dev")
    with psycopg.connect(project.dev) as blocker:
        blocker.execute("lock table schema_migrations in access exclusive mode")
        with _started(project, "dev", *words) as process:
            _wait_for(project, project.dev, "wait_event_type = 'Lock'", process)
            code, err = _interrupted(process)
        blocker.rollback()

    assert code == 130, err
    assert err.rstrip().endswith("error: interrupted")
    assert project.on_dev("select version, dirty from schema_migrations") == [(1, False)]


def test_at_a_question_it_is_130(project: Project) -> None:
    project.add("select 1;")
    project.ok("up", "dev")
    with _started(project, "dev", "down") as process:
        assert process.stderr is not None
        assert "Are you sure" in process.stderr.readline()
        code, err = _interrupted(process)

    assert code == 130, err
    assert project.on_dev("select version, dirty from schema_migrations") == [(1, False)]


@pytest.mark.parametrize("words", [["prod", "up"], ["guardian", "promote", "prod"]])
def test_a_backup_that_the_same_key_killed_is_no_failed_backup(project: Project, words: list[str]) -> None:
    """pg_dump waits for a table's lock when Ctrl-C comes, and dies of it."""
    project.add("create table t (id int);")
    project.ok("lock")
    project.ok("up", "dev")
    project.ok("promote", "prod")
    project.add("create table u (id int);")
    project.ok("lock")
    project.ok("up", "dev")
    with psycopg.connect(project.prod) as blocker:
        blocker.execute("lock table t in access exclusive mode")
        with _started(project, *words) as process:
            _wait_for(project, project.prod, "application_name = 'pg_dump' and wait_event_type = 'Lock'", process)
            code, err = _interrupted(process)
        blocker.rollback()

    assert code == 130, err
    assert "not backed up" not in err
    assert project.on_prod("select version, dirty from schema_migrations") == [(1, False)]


@pytest.mark.parametrize("words", [["prod", "up"], ["guardian", "promote", "prod"]])
def test_a_promotion_that_is_interrupted_is_rolled_back(project: Project, words: list[str]) -> None:
    """The lock cannot be given back in the file's transaction: that is no error to report."""
    project.add("create table t (id int); select pg_sleep(1);")
    project.ok("lock")
    project.ok("up", "dev")
    with _started(project, *words) as process:
        _wait_for(project, project.prod, f"{SLEEPS} and application_name = 'guardian'", process)
        code, err = _interrupted(process)

    assert code == 130, err
    assert project.tables(project.prod) == set()
    assert project.on_prod("select count(*) from schema_migrations") == [(0,)]
