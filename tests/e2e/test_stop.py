"""SIGTERM and SIGINT while `guardian up` runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from tests.plugin.project import ROOT, Project


def _start(project: Project) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "guardian", "up", "dev"],
        cwd=project.root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _wait_for_sleep(project: Project, process: subprocess.Popen[str]) -> None:
    with psycopg.connect(project.dev, autocommit=True) as connection:
        query = "select count(*) from pg_stat_activity where query like '%%pg_sleep(1)%%' and pid <> pg_backend_pid()"
        while connection.execute(query).fetchone() == (0,):
            assert process.poll() is None
            time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_running_file_is_finished_and_what_is_left_is_said(project: Project, number: signal.Signals) -> None:
    project.add("create table a (id int);")
    project.add("select pg_sleep(1); create table b (id int);")
    project.add("create table c (id int);")
    project.add("create table d (id int);")
    process = _start(project)
    _wait_for_sleep(project, process)

    process.send_signal(number)
    _, err = process.communicate(timeout=20)

    assert process.returncode == 1
    assert "2 files are left to run on dev: 000003_step.up.sql, 000004_step.up.sql" in err
    assert "Traceback" not in err
    assert project.tables(project.dev) == {"a", "b"}
    assert project.on_dev("select version, dirty from schema_migrations") == [(2, False)]


def test_with_nothing_left_the_run_is_a_success(project: Project) -> None:
    project.add("select pg_sleep(1); create table a (id int);")
    process = _start(project)
    _wait_for_sleep(project, process)

    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)

    assert process.returncode == 0, err
    assert out == "dev is at version 1\n"


def test_the_second_signal_kills(project: Project) -> None:
    """The running file is rolled back by the server, and the database is clean."""
    project.add("create table a (id int); select pg_sleep(1); select pg_sleep(10);")
    process = _start(project)
    _wait_for_sleep(project, process)

    process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=5)

    assert process.returncode == -signal.SIGTERM
    project.on_dev(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
        "and pid <> pg_backend_pid()"
    )
    assert project.tables(project.dev) == set()
    assert project.on_dev("select count(*) from schema_migrations") == [(0,)]
