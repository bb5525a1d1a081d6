"""Several migrators at once: nobody runs a file twice, nobody deadlocks, no index build is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.plugin.project import ROOT, Project
from tests.plugin.tools import require

_TRACE = "insert into trace values ({n}); create table t{n} (id int);"
_INDEX = "insert into trace values ({n});\ncreate index concurrently i{n} on base (id);"


@pytest.fixture
def traced(project: Project) -> Project:
    project.on_dev("create table trace (version int); create table base (id int); insert into base values (1)")
    return project


@pytest.fixture
def migrate(traced: Project) -> list[str]:
    """The golang-migrate command on the project's DEV."""
    program = str(require("migrate"))
    name, user, folder = traced.on_dev(
        "select current_database(), current_user, current_setting('unix_socket_directories')"
    )[0]
    url = f"postgres://{user}@/{name}?host={folder}&sslmode=disable"
    return [program, "-path", str(traced.migrations), "-database", url]


def _start(project: Project, command: list[str]) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, cwd=project.root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _guardian(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "guardian", *arguments]


def _trace(project: Project) -> list[int]:
    return [n for (n,) in project.on_dev("select version from trace order by 1")]


@contextmanager
def _older_transaction(project: Project) -> Iterator[psycopg.Connection]:
    """Hold a transaction for which every concurrent build has to wait."""
    with psycopg.connect(project.dev) as older:
        older.execute("insert into base values (2)")
        yield older


def _wait_for_build(project: Project) -> None:
    query = "select count(*) from pg_stat_progress_create_index where phase like 'waiting%'"
    while project.on_dev(query) == [(0,)]:
        time.sleep(0.02)


@pytest.mark.parametrize("text", [_TRACE, _INDEX])
def test_three_guardians_run_each_file_once(traced: Project, text: str) -> None:
    for n in range(1, 9):
        traced.add(text.format(n=n))

    running = [_start(traced, _guardian("up", "dev")) for _ in range(3)]
    ends = [(process.communicate(timeout=60), process.returncode) for process in running]

    assert [code for _, code in ends] == [0, 0, 0], ends
    assert _trace(traced) == list(range(1, 9))
    assert traced.on_dev("select version, dirty from schema_migrations") == [(8, False)]
    assert traced.on_dev("select count(*) from guardian.history") == [(8,)]


@pytest.mark.parametrize("first", ["guardian", "golang-migrate"])
def test_guardian_beside_golang_migrate_runs_each_file_once(traced: Project, migrate: list[str], first: str) -> None:
    for n in range(1, 9):
        traced.add(_TRACE.format(n=n) + "select pg_sleep(0.05);")
    commands = [_guardian("up", "dev"), [*migrate, "up"]]
    if first == "golang-migrate":
        commands.reverse()

    running = []
    for command in commands:
        running.append(_start(traced, command))
        time.sleep(0.15)
    ends = [(process.communicate(timeout=60), process.returncode) for process in running]

    assert [code for _, code in ends] == [0, 0], ends
    assert _trace(traced) == list(range(1, 9))
    assert traced.on_dev("select version, dirty from schema_migrations") == [(8, False)]


def test_looking_at_a_target_does_not_disturb_an_index_build(traced: Project, migrate: list[str]) -> None:
    """`guardian version` and `status`, and golang-migrate's `version`, which takes the lock, answer at once."""
    traced.add(_INDEX.format(n=1))
    with _older_transaction(traced) as older:
        building = _start(traced, _guardian("up", "dev"))
        _wait_for_build(traced)

        assert traced.ok("version", "dev").out == "1 (dirty)\n"
        assert traced.ok("--json", "status").document["targets"][0]["dirty"] is True
        theirs = subprocess.run([*migrate, "version"], check=False, capture_output=True, text=True, timeout=5)
        assert theirs.stderr.strip() == "1 (dirty)"
        up = subprocess.run([*migrate, "up"], check=False, capture_output=True, text=True, timeout=5)
        assert up.returncode == 1
        assert "Dirty database version 1" in up.stderr
        older.commit()
    _, err = building.communicate(timeout=30)

    assert building.returncode == 0, err
    assert traced.on_dev("select indisvalid from pg_index where indexrelid = 'i1'::regclass") == [(True,)]
    assert traced.on_dev("select version, dirty from schema_migrations") == [(1, False)]


def test_a_second_guardian_waits_for_an_index_build(traced: Project) -> None:
    """It does not take the cut-off look of the database for a cut-off run."""
    traced.add(_INDEX.format(n=1))
    with _older_transaction(traced) as older:
        building = _start(traced, _guardian("up", "dev"))
        _wait_for_build(traced)
        second = _start(traced, _guardian("up", "dev"))
        time.sleep(1)
        assert second.poll() is None
        older.commit()
    ends = [(process.communicate(timeout=30), process.returncode) for process in (building, second)]

    assert [code for _, code in ends] == [0, 0], ends
    assert _trace(traced) == [1]


def test_golang_migrate_takes_over_and_gives_back(traced: Project, migrate: list[str]) -> None:
    """At every version, also after a file that ran statement by statement."""
    for n in range(1, 7):
        traced.add((_INDEX if n % 2 and n < 5 else _TRACE).format(n=n))
    traced.ok("up", "dev", "1")
    for _ in range(2):
        traced.ok("up", "dev", "2")
        subprocess.run([*migrate, "version"], check=True, capture_output=True)
    subprocess.run([*migrate, "up", "1"], check=True, capture_output=True)

    assert traced.ok("up", "dev").out == "no change\n"
    assert _trace(traced) == list(range(1, 7))
