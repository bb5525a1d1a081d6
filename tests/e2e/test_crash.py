"""SIGKILL at random moments: afterwards version row, history and schema agree, and the next run completes.

GUARDIAN_TEST_CAMPAIGN=1 kills 200 times instead of 20.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import psycopg

from tests.plugin.project import ROOT, Project

_FILES = 30
_KILLS = 200 if os.environ.get("GUARDIAN_TEST_CAMPAIGN") else 20
_SEED = 20260118

# Each file leaves its steps in `trace`: one that is missing was not run, one that is there twice ran twice.
_ORDINARY = """
insert into trace values ({n}, 1);
create table t{n} (id int primary key);
insert into t{n} select generate_series(1, 500);
select pg_sleep(0.004);
insert into trace values ({n}, 2);
"""
_STATEMENTS = """
insert into trace values ({n}, 1);
create index concurrently i{n} on base (id);
insert into trace values ({n}, 2);
create unique index concurrently u{n} on base (id);
drop index concurrently i{n};
vacuum base;
insert into trace values ({n}, 3);
"""
_BLOCKS = """
begin; insert into trace values ({n}, 1); select pg_sleep(0.003); insert into trace values ({n}, 2); commit;
create index concurrently on base (name);
begin isolation level serializable;
insert into trace values ({n}, 3);
commit;
"""
_STEPS = {_ORDINARY: 2, _STATEMENTS: 3, _BLOCKS: 3}


def _kind(number: int) -> str:
    return {0: _STATEMENTS, 3: _BLOCKS}.get(number % 5, _ORDINARY)


def _expected(version: int) -> Counter[tuple[int, int]]:
    return Counter((n, step) for n in range(1, version + 1) for step in range(1, _STEPS[_kind(n)] + 1))


def _prepare(project: Project) -> None:
    """Make the database what it is before the first file."""
    project.on_dev(
        "drop schema if exists guardian cascade; drop schema public cascade; create schema public; "
        "create table trace (version int, step int); create table base (id int, name text); "
        "insert into base select n, n::text from generate_series(1, 2000) n"
    )


def _start(project: Project) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "guardian", "up", "dev"]
    return subprocess.Popen(
        command, cwd=project.root, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _wait_until_alone(project: Project) -> None:
    """Wait until the server has noticed that its client is gone."""
    with psycopg.connect(project.dev, autocommit=True) as connection:
        query = """select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"""
        while connection.execute(query).fetchone() != (0,):
            time.sleep(0.005)


def _check_agreement(project: Project) -> str:
    """Assert that row, history, progress and schema say the same; return what was found, for the tally."""
    if project.on_dev("select to_regclass('schema_migrations') is null")[0][0]:
        assert project.on_dev("select * from trace") == []
        return "nothing begun"
    row = project.on_dev("select version, dirty from schema_migrations")
    version, dirty = row[0] if row else (0, False)
    done = [v for (v,) in project.on_dev("select version from guardian.history where outcome = 'done' order by id")]
    whole = version - 1 if dirty else version
    assert done == list(range(1, whole + 1))
    trace = Counter(project.on_dev("select version, step from trace"))
    rest = trace - _expected(whole)
    assert _expected(whole) - trace == Counter()
    tables = {f"t{n}" for n in range(1, whole + 1) if _kind(n) is _ORDINARY}
    assert project.tables(project.dev) - {"trace", "base"} == tables
    if not dirty:
        assert rest == Counter()
        assert project.on_dev("select count(*) from guardian.progress") == [(0,)]
        return "clean"
    assert _kind(version) is not _ORDINARY
    assert sorted(rest.elements()) == [(version, step) for step in range(1, len(rest) + 1)]
    assert project.on_dev("select distinct version from guardian.progress") == [(version,)]
    return "dirty"


def _check_complete(project: Project) -> None:
    assert project.on_dev("select version, dirty from schema_migrations") == [(_FILES, False)]
    assert Counter(project.on_dev("select version, step from trace")) == _expected(_FILES)
    indexes = "select count(*), bool_and(indisvalid) from pg_index where indrelid = 'base'::regclass"
    made = Counter(_kind(n) for n in range(1, _FILES + 1))
    assert project.on_dev(indexes) == [(made[_STATEMENTS] + made[_BLOCKS], True)]
    assert project.on_dev("select count(*) from guardian.progress") == [(0,)]


def test_a_killed_run_leaves_what_the_next_one_completes(project: Project) -> None:
    """Kill, look, complete, look: as often as asked for."""
    for number in range(1, _FILES + 1):
        project.add(_kind(number).format(n=number))
    _prepare(project)
    began = time.monotonic()
    assert _start(project).wait() == 0
    whole = time.monotonic() - began
    _check_complete(project)
    moments, found = random.Random(_SEED), Counter[str]()
    for _ in range(_KILLS):
        _prepare(project)
        process = _start(project)
        time.sleep(moments.uniform(whole * 0.4, whole))
        process.send_signal(signal.SIGKILL)
        process.wait()
        _wait_until_alone(project)
        found[_check_agreement(project)] += 1
        project.ok("up", "dev")
        _check_complete(project)
    sys.stderr.write(f"{_KILLS} kills within {whole:.2f} s: {dict(found)}\n")
    assert found["clean"] > 0
    assert found["dirty"] > 0
