"""up, down, goto, force and version against a real server."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from guardian.app.session import Session
from guardian.config import Role, Secret, Target
from guardian.migrate.event import ignore
from guardian.migrate.lock_id import migration_lock_ids
from guardian.migrate.migration import Direction
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import Step
from guardian.migrate.record import Operator
from guardian.pg import apply
from guardian.pg.apply.transactional import run_in_transaction
from guardian.pg.connect import connect
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.migration_lock import LockHeld, migration_lock
from guardian.pg.version_table import create_version_table, find_version_table
from guardian.sqltext.script import Script
from tests.plugin.project import Project

GOLANG_MIGRATE_TABLE = "create table schema_migrations (version bigint not null primary key, dirty boolean not null)"


def test_up_applies_in_order_and_keeps_golang_migrates_row(project: Project) -> None:
    """All pending files run in numeric order, and the version table has one clean row."""
    project.add("create table first (id int);")
    project.add("create table second (id int);")

    project.ok("up", "dev")

    assert project.on_dev("select version, dirty from schema_migrations") == [(2, False)]
    assert project.tables(project.dev) == {"first", "second"}


def test_history_tells_who_ran_what(project: Project) -> None:
    """Each run file has a row with its text, its checksums and who ran it."""
    project.add("create table first (id int);", "drop table first;")

    project.ok("up", "dev")
    project.ok("down", "dev", "1")

    rows = project.on_dev("select action, version, outcome, up_text, down_text, os_user <> '' from guardian.history")
    up, down = "create table first (id int);", "drop table first;"
    assert rows == [("up", 1, "done", up, down, True), ("down", 1, "done", up, down, True)]


def test_history_is_append_only(project: Project) -> None:
    """Nobody changes or removes a row, not even the table's owner."""
    project.add("select 1;")
    project.ok("up", "dev")

    for statement in ("delete from guardian.history", "update guardian.history set os_user = 'x'"):
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            project.on_dev(statement)


def test_a_failed_file_leaves_the_database_clean_at_the_version_before(project: Project) -> None:
    """The file's own earlier statements are gone, the version is the one before, and it is not dirty."""
    project.add("create table first (id int);")
    project.add("create table second (id int);\ninsert into first\n  values (1, 2);")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "000002_step.up.sql, line 3, column 14: " in run.err
    assert "INSERT has more expressions than target columns" in run.err
    assert project.on_dev("select version, dirty from schema_migrations") == [(1, False)]
    assert project.tables(project.dev) == {"first"}
    assert project.on_dev("select version, outcome from guardian.history") == [(1, "done"), (2, "failed")]


def test_a_mended_file_goes_on_where_it_failed(project: Project) -> None:
    project.add("create table first (id int);")
    version = project.add("create tabel second (id int);")
    assert project.guardian("up", "dev").code == 1

    project.version -= 1
    project.add("create table second (id int);")
    project.ok("up", "dev")

    assert project.on_dev("select version from schema_migrations") == [(version,)]


def test_a_file_cannot_disturb_the_next_one(project: Project) -> None:
    """search_path, role, temporary tables and settings of a file end with it."""
    project.on_dev("create role disturbed nologin")
    try:
        project.add(
            "create temp table left_over (id int); select set_config('search_path', '', false); "
            "set statement_timeout = 100; set role disturbed;"
        )
        project.add("create table left_over (id int); select pg_sleep(0.3);")

        project.ok("up", "dev")

        assert project.tables(project.dev) == {"left_over"}
        assert project.on_dev("select tableowner from pg_tables where tablename = 'left_over'") == [("postgres",)]
    finally:
        project.on_dev("drop role disturbed")


@pytest.mark.parametrize("statement", ["begin", "copy first from stdin", "begin; commit and chain; commit"])
def test_what_nobody_can_run_is_refused_before_anything_ran(project: Project, statement: str) -> None:
    """Also the good files before it are left alone: half of what was asked helps nobody."""
    project.add("create table first (id int);")
    project.add(f"select 1;\n\n{statement};")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "000002_step.up.sql, line 3: " in run.err
    assert project.tables(project.dev) == set()


def test_savepoints_are_allowed(project: Project) -> None:
    project.add("savepoint a; create table gone (id int); rollback to a; create table first (id int);")

    project.ok("up", "dev")

    assert project.tables(project.dev) == {"first"}


def test_a_file_that_ends_the_transaction_after_all_is_marked_dirty(project: Project) -> None:
    """Where the parser did not see the COMMIT, the server's transaction id does, and nothing is called clean."""
    files = MigrationSet.from_files({"1_a.up.sql": b"create table kept (id int); commit; begin; select 1"})
    migration = files.migrations[0]
    assert migration.up is not None
    step = Step(migration=migration, direction=Direction.UP, file=migration.up, to_version=1)
    with connect(project.dev, target="dev") as connection:
        where = find_version_table(connection, target="dev", table="schema_migrations")
        create_version_table(connection, where)
        runner = apply.Runner(
            connection=connection,
            table=where,
            operator=Operator(os_user="u", host="h"),
            listener=ignore,
            history=False,
        )
        with pytest.raises(apply.EscapedTransaction, match="marked dirty at version 1"):
            run_in_transaction(runner, step, Script(text=step.file.text, statements=()), 0)

    assert project.on_dev("select version, dirty from schema_migrations") == [(1, True)]
    run = project.guardian("up", "dev")
    assert run.code == 1
    assert "dev is dirty at version 1" in run.err


def test_up_n_and_down_n_go_step_by_step(project: Project) -> None:
    for number in range(1, 4):
        project.add(f"create table t{number} (id int);", f"drop table t{number};")

    project.ok("up", "dev", "2")
    assert project.ok("version", "dev").out == "2\n"
    project.ok("down", "dev", "1")
    assert project.ok("version", "dev").out == "1\n"
    project.ok("up", "dev")
    project.ok("down", "dev", "--all")

    assert project.ok("version", "dev").out == "no version\n"
    assert project.on_dev("select * from schema_migrations") == []
    assert project.tables(project.dev) == set()


def test_goto_goes_both_ways(project: Project) -> None:
    for number in range(1, 4):
        project.add(f"create table t{number} (id int);", f"drop table t{number};")

    project.ok("goto", "dev", "3")
    project.ok("goto", "dev", "1")

    assert project.tables(project.dev) == {"t1"}
    assert project.guardian("goto", "dev", "7").code == 2


def test_nothing_to_do_is_no_change(project: Project) -> None:
    project.add("select 1;")
    project.ok("up", "dev")

    assert project.ok("up", "dev").out == "no change\n"


def test_a_down_without_file_is_refused_by_name(project: Project) -> None:
    """golang-migrate would move the version and undo nothing."""
    project.add("create table first (id int);", None)
    project.ok("up", "dev")

    run = project.guardian("down", "dev", "1")

    assert run.code == 1
    assert "000001_step has no .down.sql file" in run.err
    assert project.on_dev("select version from schema_migrations") == [(1,)]


def test_a_dirty_database_is_refused_until_forced(project: Project) -> None:
    project.add("create table first (id int);")
    project.on_dev(GOLANG_MIGRATE_TABLE)
    project.on_dev("insert into schema_migrations values (1, true)")

    refused = project.guardian("up", "dev")
    project.ok("force", "dev", "-1")
    project.ok("up", "dev")

    assert refused.code == 1
    assert "dirty at version 1" in refused.err
    assert project.on_dev("select version, dirty from schema_migrations") == [(1, False)]


def test_a_version_without_file_is_refused_by_name(project: Project) -> None:
    project.add("select 1;")
    project.ok("force", "dev", "999")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "dev is at version 999" in run.err


def test_two_files_of_one_version_are_refused_by_name(project: Project) -> None:
    """Both names are said, and the database is unchanged."""
    project.add("create table first (id int);")
    (project.migrations / "1_other.up.sql").write_text("create table other (id int);")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "000001_step.up.sql" in run.err
    assert "1_other.up.sql" in run.err
    assert project.tables(project.dev) == set()
    assert project.on_dev("select to_regclass('schema_migrations') is null") == [(True,)]


@pytest.mark.parametrize("table", ["version varchar primary key", "version varchar primary key, dirty boolean"])
def test_another_tools_version_table_is_left_alone(project: Project, table: str) -> None:
    project.add("create table first (id int);")
    project.on_dev(f"create table schema_migrations ({table})")
    project.on_dev("insert into schema_migrations (version) values ('20260118')")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "not golang-migrate's" in run.err
    assert project.tables(project.dev) == set()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"select '\xe9';", "line 1: the file is not UTF-8"), (b"select 1;\nselect '\0';", "line 2: the file has a NUL")],
)
def test_what_is_no_text_is_refused(project: Project, content: bytes, said: str) -> None:
    project.add(content)

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert said in run.err
    assert project.on_dev("select to_regclass('schema_migrations')") == [(None,)]
    assert project.tables(project.dev) == set()


def test_a_byte_order_mark_is_no_syntax_error(project: Project) -> None:
    project.add(b"\xef\xbb\xbfcreate table first (id int);\r\n")

    project.ok("up", "dev")

    assert project.tables(project.dev) == {"first"}


def test_comments_and_nothing_are_migrations(project: Project) -> None:
    project.add("-- later\n")
    project.add("")

    project.ok("up", "dev")

    assert project.on_dev("select version from schema_migrations") == [(2,)]


def test_a_role_that_may_not_create_schemas_migrates_without_history(
    project: Project, pg_server: EmbeddedServer
) -> None:
    """What is lost is said, and the migration goes on."""
    name = project.on_dev("select current_database()")[0][0]
    project.on_dev("create role narrow login")
    try:
        project.on_dev("grant create on schema public to narrow")
        project.on_dev(f"revoke create on database {name} from public")
        (project.root / "guardian.toml").write_text(
            f'[targets.dev]\nurl = "{pg_server.url(name, "narrow")}"\nrole = "development"\n'
        )
        project.add("create table first (id int);")

        run = project.ok("up", "dev")

        assert "history cannot be kept" in run.err
        assert project.on_dev("select version from schema_migrations") == [(1,)]
        assert project.on_dev("select to_regnamespace('guardian') is null") == [(True,)]
    finally:
        project.on_dev("drop owned by narrow cascade")
        project.on_dev("drop role narrow")


@pytest.mark.parametrize("which", [0, 1])
def test_golang_migrates_lock_is_respected(project: Project, which: int) -> None:
    """Each of its two ids keeps guardian out, and the holder is named."""
    name = project.on_dev("select current_database()")[0][0]
    lock_id = migration_lock_ids(database=name, schema="public", table="schema_migrations")[which]
    with (
        psycopg.connect(project.dev, autocommit=True, application_name="migrate-cli") as other,
        connect(project.dev, target="dev") as connection,
    ):
        other.execute("select pg_advisory_lock(%s)", [lock_id])
        where = find_version_table(connection, target="dev", table="schema_migrations")
        with (
            pytest.raises(LockHeld, match=r"dev is being migrated by migrate-cli \(role postgres"),
            migration_lock(connection, where, listener=ignore, timeout=0.2),
        ):
            pass
        held = connection.execute(
            "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
        )
        assert held.fetchone() == (0,)


def test_the_lock_is_gone_after_the_run(project: Project) -> None:
    project.add("select 1;")
    target = Target(name="dev", url=Secret.literal(project.dev), role=Role.DEVELOPMENT)
    with connect(project.dev, target="dev") as connection:
        where = find_version_table(connection, target="dev", table="schema_migrations")
        session = Session(target=target, connection=connection, table=where)
        with migration_lock(session.connection, where, listener=ignore):
            held = connection.execute("select count(*) from pg_locks where locktype = 'advisory' and granted")
            assert held.fetchone() == (3,)  # golang-migrate's two, and the one that guardians have among themselves
        left = connection.execute("select count(*) from pg_locks where locktype = 'advisory'")
        assert left.fetchone() == (0,)


def test_the_users_migrations_go_up_down_and_up(project: Project) -> None:
    """The origin document's set replays from nothing, with its seed rows and views."""
    project.user_migrations()

    project.ok("up", "dev")
    project.ok("down", "dev", "2")
    project.ok("up", "dev")

    assert project.on_dev("select count(*) from aegis_providers") == [(12,)]
    assert project.on_dev("select version, dirty from schema_migrations") == [(3, False)]
    assert {
        "aria_knowledge",
        "aria_wins",
        "aria_portfolio_summary",
        "aegis_credentials",
        "llm_usage",
    } <= project.tables(project.dev)
    assert {"llm_cost_summary", "llm_daily_costs"} <= project.tables(project.dev)


def test_a_wrong_password_is_one_clear_sentence(project: Project, make_server: Callable[[], EmbeddedServer]) -> None:
    """It says which target and what to check; the password is not in it."""
    server = make_server()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create role locked login password 'right'")
        hba = connection.execute("show hba_file").fetchone()
        assert hba is not None
        with open(hba[0], "r+", encoding="utf-8") as file:  # noqa: PTH123 - read and rewritten in place
            rules = file.read()
            file.seek(0)
            file.write(f"local all locked scram-sha-256\n{rules}")
        connection.execute("select pg_reload_conf()")
    url = server.url(user="locked").replace("locked@", "locked:s3cret-wr0ng@")
    (project.root / "guardian.toml").write_text(f'[targets.dev]\nurl = "{url}"\nrole = "development"\n')

    run = project.guardian("version", "dev")

    assert run.code == 1
    assert "cannot connect to dev" in run.err
    assert "check user and password" in run.err
    assert "s3cret-wr0ng" not in run.err + run.out
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("postgres://u:pa%ss@localhost/db", 2, "cannot be read"),
        ("postgres://u:p@ss#w@localhost:1/db", 2, "cannot be read"),
        ("postgres://u:hunter2@127.0.0.1:1/db", 1, "check that the server runs"),
        ("postgres://u:hunter2@/db?host=/nowhere/at/all", 1, "check that the server runs"),
    ],
)
def test_an_unreachable_database_is_one_clear_sentence(project: Project, url: str, code: int, said: str) -> None:
    (project.root / "guardian.toml").write_text(f'[targets.dev]\nurl = "{url}"\nrole = "development"\n')

    run = project.guardian("version", "dev")

    assert run.code == code
    assert said in run.err
    assert run.err.count("\n") == 1
    for secret in ("hunter2", "pa%ss", "p@ss", "ss#w"):
        assert secret not in run.err


def test_a_database_without_an_encoding_is_migrated(project: Project, pg_server: EmbeddedServer) -> None:
    """SQL_ASCII: the server converts nothing, and what is read would come as bytes."""
    with psycopg.connect(pg_server.url(), autocommit=True) as connection:
        connection.execute("create database ascii encoding 'SQL_ASCII' locale 'C' template template0")
        try:
            (project.root / "guardian.toml").write_text(
                f'[targets.dev]\nurl = "{pg_server.url("ascii")}"\nrole = "development"\n'
            )
            project.add("create table first (id int); comment on table first is 'é';")

            project.ok("up", "dev")

            assert project.ok("version", "dev").out == "1\n"
            assert "no drift" in project.ok("drift", "dev").out
        finally:
            connection.execute("drop database ascii with (force)")
