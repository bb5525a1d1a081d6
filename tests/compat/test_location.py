"""Where the version table is, what a URL may carry, and the lock's numbers: held against golang-migrate."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from guardian.migrate.event import ignore
from guardian.migrate.lock_id import migration_lock_ids
from guardian.pg.connect import connect
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.migration_lock import migration_lock
from guardian.pg.version_table import find_version_table
from tests.compat.test_deviations import write
from tests.compat.tool import Arena, Tool, guardian
from tests.plugin.tools import require

_EVERYWHERE = """
select table_schema || '.' || table_name from information_schema.columns
where column_name = 'dirty' and table_schema <> 'guardian' order by 1
"""

_BLOCKED = "select objid::bigint from pg_locks where locktype = 'advisory' and not granted and objsubid = 1"
_SLEEPING = """
select pid from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and query like 'select pg_sleep%' and state = 'active'
"""

QUERIES = [
    ("", "public.schema_migrations"),
    ("search_path=other", "other.schema_migrations"),
    ("search_path=nowhere,%22Other%20one%22,public", "Other one.schema_migrations"),
    ("search_path=%22$user%22,public", "public.schema_migrations"),
    ("x-migrations-table=versions", "public.versions"),
    ("x-migrations-table=other.versions", "public.other.versions"),
    ("x-migrations-table=Versions+of+ours", "public.Versions of ours"),
    ("x-migrations-table=%22versions%22", 'public."versions"'),
    ("x-migrations-table=%22versions%22&x-migrations-table-quoted=1", "public.versions"),
    ("x-migrations-table=%22other%22.%22ver.sions%22&x-migrations-table-quoted=true", "other.ver.sions"),
    ("search_path=other&x-migrations-table=versions&x-migrations-table-quoted=false", "other.versions"),
    ("search_path=other&x-migrations-table=%22public%22.%22v%22&x-migrations-table-quoted=t", "public.v"),
    ("x-multi-statement=true&x-multi-statement-max-size=1000", "public.schema_migrations"),
    ("x-unknown=1&x-statement-timeout=60000", "public.schema_migrations"),
    ("application_name=a+b&connect_timeout=5&timezone=Asia/Kathmandu", "public.schema_migrations"),
    ("binary_parameters=yes&lock_timeout=3s", "public.schema_migrations"),
]


def with_query(arena: Arena, query: str) -> Arena:
    return Arena(f"{arena.url}&{query}", arena.connection)


def prepare(arena: Arena) -> None:
    arena.connection.execute('drop schema if exists other cascade; drop schema if exists "Other one" cascade')
    arena.connection.execute('create schema other; create schema "Other one"')


@pytest.fixture
def schemas(twins: tuple[Arena, Arena]) -> Iterator[tuple[Arena, Arena]]:
    for arena in twins:
        prepare(arena)
    yield twins
    for arena in twins:
        arena.connection.execute('drop schema other cascade; drop schema "Other one" cascade')


@pytest.mark.parametrize(("query", "table"), QUERIES)
def test_the_version_table_is_where_golang_migrate_has_it(
    schemas: tuple[Arena, Arena], golang: Tool, folder: Path, query: str, table: str
) -> None:
    """And what the files make stands in the same schema; each takes the other's database over."""
    write(folder, v1_a__up="create table one (id int)", v2_b__up="create table two (id int)")
    found = []
    for arena, (first, second) in zip(schemas, ((golang, guardian), (guardian, golang)), strict=True):
        there = with_query(arena, query)
        assert there.run(first, folder, "up", "1").code == 0
        assert there.run(second, folder, "version").err == "1\n"
        assert there.run(second, folder, "up").code == 0
        assert there.run(first, folder, "version").err == "2\n"
        assert [row[0] for row in arena.connection.execute(_EVERYWHERE)] == [table]
        tables = "select table_schema, table_name from information_schema.tables where table_name in ('one', 'two')"
        found.append(sorted(arena.connection.execute(tables).fetchall()))
    assert found[0] == found[1]
    assert len(found[0]) == 2


@pytest.mark.parametrize(
    "query",
    [
        "x-migrations-table=versions&x-migrations-table-quoted=1",
        "x-migrations-table=%22a%22.%22b%22.%22c%22&x-migrations-table-quoted=1",
        "x-migrations-table-quoted=perhaps",
        "x-statement-timeout=5s",
        "x-multi-statement=perhaps",
        "x-multi-statement-max-size=big",
        "no_such_setting=1",
        "search_path=nowhere",
        "x-migrations-table=%22nowhere%22.%22v%22&x-migrations-table-quoted=1",
    ],
)
def test_what_golang_migrate_refuses_in_a_url(
    twins: tuple[Arena, Arena], golang: Tool, folder: Path, query: str
) -> None:
    write(folder, v1_a__up="select 1")
    for arena, program in zip(twins, (golang, guardian), strict=True):
        ran = with_query(arena, query).run(program, folder, "up")
        assert ran.code == 1, ran
        assert arena.rows() == []
        assert len(ran.err.splitlines()) == 1


def test_a_statement_timeout_is_each_files_own(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """Also after a file that changes it."""
    write(folder, v1_a__up="set statement_timeout = 0; select 1", v2_b__up="select pg_sleep(5)")
    for arena, program in zip(twins, (golang, guardian), strict=True):
        start = time.monotonic()
        assert with_query(arena, "x-statement-timeout=300").run(program, folder, "up").code == 1
        assert time.monotonic() - start < 4
    assert twins[0].rows() == [(2, True)]
    assert twins[1].rows() == [(1, False)]


@contextmanager
def odd_database(server: EmbeddedServer, name: str) -> Iterator[Arena]:
    identifier = psycopg.sql.Identifier(name)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("create database {}").format(identifier))
    base = server.url().partition("?")
    authority = base[0].rpartition("/")[0]
    arena = Arena.open(f"{authority}/{quote(name, safe='')}?{base[2]}")
    try:
        yield arena
    finally:
        arena.connection.close()
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("drop database {} with (force)").format(identifier))


@pytest.mark.parametrize("name", ["plain", "with space", "per%cent", "sl/ash", "ünïcode", "a+b", 'qu"ote', "q?m#h@a"])
def test_both_take_the_same_lock(pg_server: EmbeddedServer, golang: Tool, folder: Path, name: str) -> None:
    """golang-migrate waits at the door while guardian has the lock, with an id that guardian computed."""
    binary = require("migrate")
    write(folder, v1_a__up="select 1")
    with odd_database(pg_server, name) as arena, connect(arena.url, target="dev") as connection:
        where = find_version_table(connection, target="dev", table="schema_migrations")
        theirs = migration_lock_ids(database=name, schema="public", table="schema_migrations")[0]
        with migration_lock(connection, where, listener=ignore):
            other = subprocess.Popen(
                [binary, "-path", folder, "-database", arena.url, "up"], stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            waiting = _wait_for(arena, _BLOCKED)
            assert waiting == [theirs]
            assert other.poll() is None
        assert other.communicate(timeout=30)[1].endswith(")\n")
        assert arena.rows() == [(1, False)]


@pytest.mark.parametrize(
    "query",
    [
        "x-unknown=1",
        "search_path=other",
        "x-migrations-table=a.b",
        "x-migrations-table=%22other%22.%22v%22&x-migrations-table-quoted=1",
    ],
)
def test_guardian_waits_for_golang_migrate(
    schemas: tuple[Arena, Arena], golang: Tool, folder: Path, query: str
) -> None:
    """While a file of golang-migrate runs, guardian gives up after its timeout, names the holder and does nothing."""
    arena = with_query(schemas[0], query)
    write(folder, v1_a__up="select pg_sleep(4)", v2_b__up="create table t2 (id int)")
    other = subprocess.Popen(
        [require("migrate"), "-path", folder, "-database", arena.url, "up", "1"], stderr=subprocess.DEVNULL
    )
    _wait_for(arena, _SLEEPING)
    ran = guardian(["-path", str(folder), "-database", arena.url, "-lock-timeout", "1", "goto", "2"])
    assert ran.code == 1
    assert "is being migrated by" in ran.err
    assert guardian(["-path", str(folder), "-database", arena.url, "version"]).code == 0  # a reader waits for nobody
    assert other.wait(timeout=30) == 0
    assert guardian(["-path", str(folder), "-database", arena.url, "goto", "2"]).code == 0


def test_passwords_of_special_characters(make_server: Callable[[], EmbeddedServer], golang: Tool, folder: Path) -> None:
    """Percent-encoded, each arrives at the server as it is; so does what Go takes as it stands."""
    write(folder, v1_a__up="select 1")
    server = make_server()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute('create role "us@er" login superuser')
        hba = Path(str(connection.execute("show hba_file").fetchone()[0]))
        hba.write_text(f'local all "us@er" scram-sha-256\n{hba.read_text()}')
        connection.execute("select pg_reload_conf()")
        host = quote(server.url().rpartition("host=")[2].partition("&")[0], safe="%")
        written = {quote(password, safe=""): password for password in ("p@:/?#[]ss", "100%", "a b+c&d=e", "ü€\\'\"")}
        for encoded, password in (written | {"p@ss": "p@ss", "a:b": "a:b", "a&b=c+d": "a&b=c+d"}).items():
            literal = psycopg.sql.Literal(password)
            connection.execute(psycopg.sql.SQL('alter role "us@er" password {}').format(literal))
            url = f"postgres://us%40er:{encoded}@/postgres?host={host}&sslmode=disable"
            for program in (golang, guardian):
                ran = program(["-path", str(folder), "-database", url, "force", "1"])
                assert ran.code == 0, (password, ran.err)
            wrong = guardian(["-path", str(folder), "-database", url.replace(encoded, f"x{encoded}"), "version"])
            assert wrong.code == 1
            assert password not in wrong.err


def _wait_for(arena: Arena, query: str) -> list[int]:
    """Return what the query finds, once that is anything."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = [row[0] for row in arena.connection.execute(query.encode())]
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(query)
