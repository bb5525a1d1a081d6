"""Invalid indexes: one that somebody is building is left alone, one that was cut off is cleared away."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.plugin.project import Project

INDEXES = """
select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid
where i.indrelid = 'items'::regclass order by 1
"""
CLEAN = "select version, dirty from schema_migrations"


@pytest.fixture
def items(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose table belongs to a role that two unprivileged ones are members of; guardian is one of them."""
    name = project.on_dev("select current_database()")[0][0]
    for role in ("owner", "other", "migrator"):
        project.on_dev(f"create role {role}_{name} {'nologin' if role == 'owner' else 'login'}")
    project.on_dev(f"grant owner_{name} to other_{name}, migrator_{name}")
    project.on_dev(f"grant create on database {name} to migrator_{name}")
    project.on_dev(f"alter schema public owner to owner_{name}; grant all on schema public to public")
    project.on_dev("create table items (id int, name text); insert into items values (1, 'a'), (1, 'b')")
    project.on_dev(f"alter table items owner to owner_{name}")
    monkeypatch.setenv("GUARDIAN_DEV_URL", project.dev.replace("postgres@", f"migrator_{name}@"))
    return project


def _wait_for_index(project: Project) -> None:
    for _ in range(1000):
        if project.on_dev(INDEXES):
            return
        time.sleep(0.02)
    pytest.fail("no index is being built")


@contextmanager
def _building(project: Project, statement: str) -> Iterator[int]:
    """Let the other role build an index for as long as the block; yield its pid."""
    name = project.on_dev("select current_database()")[0][0]
    started, pids = threading.Event(), []

    def build() -> None:
        with psycopg.connect(project.dev.replace("postgres@", f"other_{name}@"), autocommit=True) as connection:
            pids.append(connection.info.backend_pid)
            connection.execute("set statement_timeout = '60s'")
            started.set()
            with contextlib.suppress(psycopg.Error):
                connection.execute(statement.encode())

    with psycopg.connect(project.dev) as writer:
        writer.execute("insert into items values (2, 'c')")  # which the build has to wait for
        thread = threading.Thread(target=build)
        thread.start()
        assert started.wait(20)
        _wait_for_index(project)
        try:
            yield pids[0]
        finally:
            writer.rollback()
            thread.join(timeout=60)


def _threaded(run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_an_index_that_another_role_is_building_is_not_dropped(items: Project) -> None:
    """pg_stat_progress_create_index hides it from a role without pg_read_all_stats; pg_locks does not."""
    items.add("create index concurrently items_id on items (id);")
    codes = []
    with _building(items, "create index concurrently items_id on items (id)") as pid:
        thread = _threaded(lambda: codes.append(items.guardian("up", "dev")))
        thread.join(timeout=20)
        alive = thread.is_alive()
    thread.join(timeout=60)

    assert items.on_dev(INDEXES) == [("items_id", True)]
    assert not alive
    assert codes[0].code == 1
    assert f"public.items_id is being built by pid {pid}; wait for it" in codes[0].err

    items.on_dev("drop index items_id")
    items.ok("up", "dev")
    assert items.on_dev(INDEXES) == [("items_id", True)]


def test_an_index_under_construction_is_not_taken_for_ours(items: Project) -> None:
    """IF NOT EXISTS is content with an index of that name, valid or not."""
    items.add("create index concurrently if not exists items_id on items (id);")
    with _building(items, "create index concurrently items_id on items (id)") as pid:
        runs = []
        thread = _threaded(lambda: runs.append(items.guardian("up", "dev")))
        thread.join(timeout=20)
        assert not thread.is_alive()
    assert runs[0].code == 1
    assert f"being built by pid {pid}" in runs[0].err
    assert items.on_dev(INDEXES) == [("items_id", True)]
    items.ok("up", "dev")
    assert items.on_dev(CLEAN) == [(1, False)]


def test_dropping_waits_for_older_transactions_and_then_goes_on(items: Project) -> None:
    """The drop has a short lock_timeout, and is tried again."""
    items.on_dev("create index items_id on items (id)")
    items.on_dev("update pg_index set indisvalid = false where indexrelid = 'items_id'::regclass")
    items.add("create index concurrently items_id on items (id);")
    runs = []
    with psycopg.connect(items.dev) as reader:
        reader.execute("insert into items values (3, 'd')")
        thread = _threaded(lambda: runs.append(items.guardian("up", "dev")))
        thread.join(timeout=4)
        assert thread.is_alive()
        reader.rollback()
    thread.join(timeout=30)
    assert runs[0].code == 0, runs[0].err
    assert items.on_dev(INDEXES) == [("items_id", True)]


def _cut_off(project: Project) -> None:
    """Run `up`, and let the server end its session in the middle of a build: it waits for an open transaction."""
    name = project.on_dev("select current_database()")[0][0]
    runs = []
    with psycopg.connect(project.dev) as writer:
        writer.execute("insert into items values (2, 'c')")
        thread = _threaded(lambda: runs.append(project.guardian("up", "dev")))
        _wait_for_index(project)
        project.on_dev(f"select pg_terminate_backend(pid) from pg_stat_activity where usename = 'migrator_{name}'")
        thread.join(timeout=30)
        writer.rollback()
    assert runs[0].code == 1
    assert [row[1] for row in project.on_dev(INDEXES)] == [False]


@pytest.mark.parametrize(
    "statement",
    [
        "create index concurrently on items (id);",
        "create index concurrently on items using hash (name);",
        "create index concurrently on public.items (id desc) include (name) where name is not null;",
        "create unique index concurrently on items (id, name);",
        "create index concurrently on items (lower(name));",
        "create index concurrently on items (id) with (fillfactor = 70);",
    ],
)
def test_an_index_without_a_name_that_was_cut_off_is_cleared_away(items: Project, statement: str) -> None:
    """It is known by its table and its definition."""
    items.add("create table more (id int); commit; " + statement)
    _cut_off(items)

    items.ok("up", "dev")

    assert [row[1] for row in items.on_dev(INDEXES)] == [True]
    assert items.on_dev(CLEAN) == [(1, False)]


def test_an_invalid_index_of_another_definition_is_named_and_left(items: Project) -> None:
    """It came meanwhile, and is not guardian's to drop."""
    items.add("create table more (id int); commit; create index concurrently on items (id);")
    _cut_off(items)
    items.on_dev("create index theirs on items (name)")
    items.on_dev("update pg_index set indisvalid = false where indexrelid = 'theirs'::regclass")

    run = items.guardian("up", "dev")

    assert run.code == 1
    assert "public.theirs is invalid" in run.err
    assert ("theirs", False) in items.on_dev(INDEXES)
    items.on_dev("drop index theirs")
    items.ok("up", "dev")
    assert [row[1] for row in items.on_dev(INDEXES)] == [True]
