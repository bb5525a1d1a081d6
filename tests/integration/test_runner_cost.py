"""What a run costs: round trips, counted by a proxy, and commits, counted by the server."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from tests.plugin.project import Project
from tests.plugin.proxy import Proxy

# What a start-up without TLS and password costs; not guardian's to change.
_LOG_IN = 1


@pytest.fixture
def counted(project: Project, make_proxy: Callable[..., Proxy]) -> tuple[Project, Proxy]:
    """A project whose DEV is reached through a counting proxy."""
    proxy = make_proxy()
    name = project.on_dev("select current_database()")[0][0]
    (project.root / "guardian.toml").write_text(
        f'[targets.dev]\nurl = "{proxy.url(name)}"\nrole = "development"\n', encoding="utf-8"
    )
    return project, proxy


def _commits(project: Project) -> int:
    """Return the commits of DEV so far, but those that asking costs."""
    name = project.on_dev("select current_database()")[0][0]
    with psycopg.connect(project.prod, autocommit=True) as connection:
        while connection.execute("select count(*) from pg_stat_activity where datname = %s", [name]).fetchone() != (0,):
            pass
        row = connection.execute("select xact_commit from pg_stat_database where datname = %s", [name]).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("files", [1, 40])
def test_a_file_costs_two_round_trips_and_a_run_at_most_six_more(counted: tuple[Project, Proxy], files: int) -> None:
    """Also the very first run, which makes version table and history."""
    project, proxy = counted
    for number in range(files):
        project.add(f"create table t{number} (id int); insert into t{number} values (1);")

    project.ok("up", "dev")

    assert proxy.count() - _LOG_IN - 2 * files <= 6


def test_a_file_costs_one_commit(project: Project) -> None:
    """The same run with ten files more has ten commits more."""
    for number in range(5):
        project.add(f"create table a{number} (id int);")
    project.ok("up", "dev")
    cost = []
    for files in (5, 15):
        before = _commits(project)
        for number in range(files):
            project.add(f"create table b{files}_{number} (id int);")
        project.ok("up", "dev")
        cost.append(_commits(project) - before)

    assert cost[1] - cost[0] == 10


def test_status_of_a_thousand_files_costs_three_round_trips(counted: tuple[Project, Proxy]) -> None:
    project, proxy = counted
    for _ in range(1000):
        project.add("select 1;", None)
    project.ok("up", "dev")
    proxy.count()

    run = project.ok("--json", "status")

    assert proxy.count() <= 3
    assert run.document["targets"][0]["pending"] == []


def test_nothing_to_do_takes_no_lock_and_no_more_than_status(counted: tuple[Project, Proxy]) -> None:
    project, proxy = counted
    project.add("select 1;")
    project.ok("up", "dev")
    proxy.count()

    assert project.ok("up", "dev").out == "no change\n"

    assert proxy.count() <= 3
