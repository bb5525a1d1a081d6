"""Files that no transaction holds: statement by statement, recorded, resumed, with no invalid index left."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import pytest

from guardian.migrate.lock_id import migration_lock_ids
from guardian.pg.embedded import EmbeddedServer
from tests.plugin.project import Project
from tests.plugin.proxy import Proxy

CLEAN = "select version, dirty from schema_migrations"
PROGRESS = "select number, done from guardian.progress order by number"
INDEXES = """
select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid
where i.indrelid = 'items'::regclass order by 1
"""


@pytest.fixture
def items(project: Project) -> Project:
    """A project at version 1, with a table of two equal rows."""
    project.add("create table items (id int, name text); insert into items values (1, 'a'), (1, 'b');")
    project.ok("up", "dev")
    return project


@pytest.mark.parametrize(
    "statements",
    [
        "create index concurrently a on items (id);\ncreate index concurrently b on items (name);",
        "create index concurrently on items (id); create index concurrently on items (id);",
        "create index a on items (id); drop index concurrently a;",
        "create index a on items (id); reindex index concurrently a; reindex table concurrently items;",
        "vacuum analyze items;",
        "alter system set work_mem = '5MB'; alter system reset work_mem;",
        "create database {name}_made; drop database {name}_made;",
        (
            "create table p (id int) partition by list (id); create table q partition of p for values in (1);"
            "alter table p detach partition q concurrently; drop table p, q;"
        ),
        (
            "create type mood as enum ('sad'); commit; alter type mood add value 'glad'; create table m (m mood "
            "default 'glad'); drop table m; drop type mood;"
        ),
        (
            "begin; insert into items values (2, 'c'); commit; begin isolation level serializable; "
            "delete from items where id = 2; commit;"
        ),
        "insert into items values (3, 'c'); rollback; commit; delete from items where id = 3",
        "begin; delete from items; rollback; vacuum items",
        "cluster; discard all",
    ],
)
def test_what_runs_outside_transactions_runs(items: Project, statements: str) -> None:
    """The row is clean afterwards, so golang-migrate can take over, and no progress is left."""
    name = items.on_dev("select current_database()")[0][0]
    items.add(statements.format(name=name))

    run = items.ok("up", "dev")

    assert run.out == "dev is at version 2\n"
    assert items.on_dev(CLEAN) == [(2, False)]
    assert items.on_dev(PROGRESS) == []
    assert items.on_dev("select count(*) from items") == [(2,)]
    assert items.on_dev("select version, outcome from guardian.history order by id") == [(1, "done"), (2, "done")]


def test_a_file_wrapped_in_begin_and_commit_is_an_ordinary_one(items: Project) -> None:
    """It runs in guardian's transaction, so its failure leaves nothing dirty and nothing half done."""
    items.add("-- first\nBEGIN;\ncreate table gone (id int);\nselect 1/0;\nCOMMIT;\n")

    run = items.guardian("up", "dev")

    assert run.code == 1
    assert "000002_step.up.sql, line 4, column 1: " in run.err
    assert items.on_dev(CLEAN) == [(1, False)]
    assert items.tables(items.dev) == {"items"}


def test_a_failed_statement_is_where_the_next_run_goes_on(items: Project) -> None:
    """What ran before it is neither undone nor run again; the invalid index of the failure is gone."""
    items.add("insert into items values (2, 'c');\ncreate unique index concurrently u on items (id);\nselect 1;")

    failed = items.guardian("up", "dev")

    assert failed.code == 1
    assert "000002_step.up.sql, line 2, column 1: " in failed.err
    assert "could not create unique index" in failed.err
    assert "statement 2 of 3" in failed.err
    assert "it goes on at statement 2" in failed.err
    assert items.on_dev(CLEAN) == [(2, True)]
    assert items.on_dev(INDEXES) == []
    assert items.on_dev(PROGRESS) == [(0, True), (1, True), (2, False)]

    items.on_dev("delete from items where name = 'b'")
    again = items.ok("up", "dev")

    assert "goes on at statement 2" in again.err
    assert items.on_dev(CLEAN) == [(2, False)]
    assert items.on_dev("select id from items order by 1") == [(1,), (2,)]
    assert items.on_dev(INDEXES) == [("u", True)]


def test_what_has_not_run_may_be_mended(items: Project) -> None:
    items.add("insert into items values (2, 'c');\nvacuum itemz;")
    assert items.guardian("up", "dev").code == 1

    items.version -= 1
    items.add("insert into items values (2, 'c');\nvacuum items;")
    items.ok("up", "dev")

    assert items.on_dev("select count(*) from items") == [(3,)]


def test_what_has_run_may_not_be_changed(items: Project) -> None:
    """The second run would not do what the file now says; that is said, and nothing is run."""
    items.add("insert into items values (2, 'c');\nvacuum itemz;")
    assert items.guardian("up", "dev").code == 1

    items.version -= 1
    items.add("insert into items values (7, 'c');\nvacuum items;")
    run = items.guardian("up", "dev")

    assert run.code == 1
    assert "000002_step.up.sql: statement 1 has already run and was changed since" in run.err
    assert items.on_dev(CLEAN) == [(2, True)]


def test_a_cut_off_down_is_finished_by_down_only(items: Project) -> None:
    items.add("create index a on items (id);", "drop index concurrently a; vacuum itemz;")
    items.ok("up", "dev")
    assert items.guardian("down", "dev", "1").code == 1
    assert items.on_dev(CLEAN) == [(1, True)]

    up = items.guardian("up", "dev")

    assert up.code == 1
    assert "finish it first with guardian down dev 1" in up.err
    items.version -= 1
    items.add("create index a on items (id);", "drop index concurrently a; vacuum items;")
    items.ok("down", "dev", "1")
    assert items.on_dev(CLEAN) == [(1, False)]


def test_an_invalid_index_of_somebody_elses_failure_is_replaced(items: Project) -> None:
    """IF NOT EXISTS would be content with it, and the file would count as done without an index."""
    items.on_dev("create table other (id int)")
    with pytest.raises(psycopg.errors.UniqueViolation):
        items.on_dev("create unique index concurrently u on items (id)")
    assert items.on_dev(INDEXES) == [("u", False)]
    items.add("create index concurrently if not exists u on items (id);")

    run = items.ok("up", "dev")

    assert items.on_dev(INDEXES) == [("u", True)]
    assert "invalid index public.u" in run.err


def test_settings_of_the_file_hold_after_a_resumption(items: Project) -> None:
    items.on_dev("create schema app; create table app.t (id int);")
    items.add("set search_path = app;\nvacuum t;\nvacuum missing;\ncreate table here (id int);")
    assert items.guardian("up", "dev").code == 1

    items.on_dev("create table app.missing (id int)")
    items.ok("up", "dev")

    assert items.on_dev("select to_regclass('app.here') is not null") == [(True,)]


def test_a_role_set_by_the_file_does_not_hinder_the_records(items: Project) -> None:
    items.on_dev("create role narrow_worker nologin; grant create on schema public to narrow_worker")
    try:
        items.add("set role narrow_worker; create table mine (id int); create index concurrently m on mine (id);")

        items.ok("up", "dev")

        assert items.on_dev("select tableowner from pg_tables where tablename = 'mine'") == [("narrow_worker",)]
        assert items.on_dev(CLEAN) == [(2, False)]
    finally:
        items.on_dev("drop owned by narrow_worker cascade; drop role narrow_worker")


def test_a_short_lock_timeout_of_the_role_does_not_end_an_index_build(items: Project) -> None:
    """It waits for every older transaction, which is no reason to give up."""
    name = items.on_dev("select current_database()")[0][0]
    items.on_dev(f"alter database {name} set lock_timeout = '50ms'")
    items.on_dev(f"alter database {name} set statement_timeout = '1s'")
    items.add("create index concurrently a on items (id);")
    with psycopg.connect(items.dev) as older:
        older.execute("insert into items values (9, 'old')")
        with _later(older.commit, 1.5):
            items.ok("up", "dev")

    assert items.on_dev(INDEXES) == [("a", True)]


def test_force_ends_what_was_cut_off(items: Project) -> None:
    """Somebody has put it right by hand; no later run goes on in the middle."""
    items.add("insert into items values (2, 'c'); vacuum itemz;")
    assert items.guardian("up", "dev").code == 1

    items.ok("force", "dev", "1")

    assert items.on_dev(PROGRESS) == []
    assert items.on_dev(CLEAN) == [(1, False)]


def test_a_lost_connection_leaves_what_the_next_run_finishes(
    project: Project, make_proxy: Callable[..., Proxy]
) -> None:
    """The connection is cut at each round trip of the run in turn; the next run completes it every time."""
    direct, name = project.dev, project.on_dev("select current_database()")[0][0]
    project.add("create table items (id int);")
    project.add("create index concurrently a on items (id); insert into items values (1); vacuum items;")
    project.add("create table last (id int);")
    for burst in range(2, 60):
        project.query(
            direct, "drop schema public, guardian cascade; create schema public; " if burst > 2 else "select 1"
        )
        proxy = make_proxy()
        proxy.on_burst = lambda number, at=burst, its=proxy: its.cut() if number == at else None
        _use(project, proxy.url(name))
        cut = project.guardian("up", "dev")
        _use(project, direct)
        if cut.code == 0:
            break
        assert cut.code == 1, cut.err
        assert "Traceback" not in cut.err
        project.ok("up", "dev")
        assert project.on_dev(CLEAN) == [(3, False)], burst
        assert project.on_dev("select count(*) from items") == [(1,)], burst
        done = project.on_dev("select version from guardian.history where outcome = 'done' order by id")
        assert done == [(1,), (2,), (3,)], burst
    assert burst > 15


@pytest.mark.parametrize("which", [0, 1])
def test_a_waiting_golang_migrate_does_not_kill_an_index_build(items: Project, which: int) -> None:
    """It waits for its lock with a snapshot open, for which the build would wait: a deadlock, were the lock kept."""
    name = items.on_dev("select current_database()")[0][0]
    lock_id = migration_lock_ids(database=name, schema="public", table="schema_migrations")[which]
    items.add("select pg_sleep(0.6);\ncreate index concurrently a on items (id);\ncommit;")

    def wait_for_the_lock() -> None:
        with psycopg.connect(items.dev, autocommit=True) as other:
            other.execute("select pg_advisory_lock(%s)", [lock_id])
            seen.extend(other.execute(CLEAN).fetchall())

    seen: list[tuple[object, ...]] = []
    with _later(wait_for_the_lock, 0.3):
        items.ok("up", "dev")

    assert seen == [(2, True)]
    assert items.on_dev(INDEXES) == [("a", True)]
    assert items.on_dev(CLEAN) == [(2, False)]


def test_what_another_tool_made_dirty_is_not_gone_on_with(items: Project) -> None:
    """guardian's notes about the same version are of a run before; what ran since then, nobody knows."""
    items.add("insert into items values (2, 'c'); vacuum itemz;")
    assert items.guardian("up", "dev").code == 1
    items.on_dev("truncate schema_migrations; insert into schema_migrations values (1, false)")
    items.on_dev("truncate schema_migrations; insert into schema_migrations values (2, true)")

    run = items.guardian("up", "dev")

    assert run.code == 1
    assert "dev is dirty at version 2" in run.err
    assert items.on_dev("select count(*) from items") == [(3,)]


def test_without_guardians_schema_what_is_lost_is_said(items: Project, pg_server: EmbeddedServer) -> None:
    """The file runs; after a failure it has to be finished by hand, as with golang-migrate."""
    name = items.on_dev("select current_database()")[0][0]
    items.on_dev("drop schema guardian cascade; create role narrow_indexer login")
    try:
        items.on_dev("grant all on schema public to narrow_indexer; alter table items owner to narrow_indexer")
        items.on_dev("alter table schema_migrations owner to narrow_indexer")
        items.on_dev(f"revoke create on database {name} from public")
        _use(items, pg_server.url(name, "narrow_indexer"))
        items.add("create index concurrently a on items (id);")
        items.add("create unique index concurrently u on items (id);")

        run = items.guardian("up", "dev")

        assert run.code == 1
        assert "guardian can record nothing there" in run.err
        assert "finish the file by hand, then run guardian force dev VERSION" in run.err
        assert items.on_dev(CLEAN) == [(3, True)]
        assert items.on_dev(INDEXES) == [("a", True)]
    finally:
        items.on_dev("drop owned by narrow_indexer cascade; drop role narrow_indexer")


@pytest.mark.parametrize("text", ["create table b (id int); select pg_sleep(20);", "vacuum; select pg_sleep(20);"])
def test_a_killed_backend_is_an_error_and_the_next_run_goes_on(items: Project, text: str) -> None:
    version = items.add(text)
    kill = """select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like '%pg_sleep(20)%' and pid <> pg_backend_pid()"""
    with _later(lambda: items.on_dev(kill), 1.0):
        run = items.guardian("up", "dev")

    assert run.code == 1
    assert "terminating connection due to administrator command" in run.err
    assert "Traceback" not in run.err
    (items.migrations / f"{version:06d}_step.up.sql").write_text(text.replace("20", "0"))
    items.ok("up", "dev")
    assert items.on_dev(CLEAN) == [(2, False)]


def _use(project: Project, url: str) -> None:
    (project.root / "guardian.toml").write_text(f'[targets.dev]\nurl = "{url}"\nrole = "development"\n')


class _later:  # noqa: N801 - reads as a statement
    """Do something in another thread after some seconds; wait for it at the end."""

    def __init__(self, action: Callable[[], object], seconds: float) -> None:
        self._timer = threading.Timer(seconds, action)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.join()
