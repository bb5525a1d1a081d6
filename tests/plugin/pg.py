"""Real PostgreSQL for tests: embedded servers, a fresh database per test, and the pg marker."""

from __future__ import annotations

import contextlib
import functools
import itertools
import operator
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from guardian.pg.embedded import EmbeddedServer
from guardian.pg.embedded.binaries import install_dir
from tests.plugin import servers

_COMPARE = {">=": operator.ge, "<=": operator.le, "==": operator.eq, "<": operator.lt, ">": operator.gt}
_SPEC = re.compile(r"\s*(>=|<=|==|<|>)\s*(\d+)\s*\Z")
_ROOM = 4 << 30
_NUMBERS = itertools.count(1)


def _major() -> int:
    return int(os.environ.get("GUARDIAN_TEST_PG_MAJOR", "18"))


def _memory() -> Path | None:
    """Return /dev/shm where it is large enough: a database is made there several times faster than on disk."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM else None


def pytest_configure() -> None:
    """Nobody's own servers and settings leak into the tests."""
    for name in list(os.environ):
        if name.startswith("PG") or (name.startswith("GUARDIAN_") and not name.startswith("GUARDIAN_TEST_")):
            del os.environ[name]
    # A shell starts background jobs with SIGINT ignored, which every child of the tests would inherit.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header() -> str:
    folders = {major: servers.installs().get(major) or install_dir(major) for major in servers.majors()}
    found = {major: servers.release(folder / "bin/postgres") for major, folder in folders.items()}
    return f"postgresql: {found[_major()]}; at hand: {', '.join(found.values())}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("pg"):
        spec = _SPEC.match(marker.args[0])
        if spec is None:
            pytest.fail(f"pg marker {marker.args[0]!r} is none of '>= 18', '== 16', '< 17' and so on")
        if not _COMPARE[spec[1]](_major(), int(spec[2])):
            pytest.skip(f"needs PostgreSQL {marker.args[0]}, tests run on {_major()}")


@pytest.fixture(scope="session")
def server_of() -> Iterator[Callable[[int], EmbeddedServer]]:
    """Return a function that returns the one server of a major at hand, started when it is first asked for."""
    with contextlib.ExitStack() as stack:

        @functools.cache
        def of(major: int) -> EmbeddedServer:
            return stack.enter_context(servers.start(major, temp_dir=_memory()))

        yield of


@pytest.fixture(scope="session")
def pg_server(server_of: Callable[[int], EmbeddedServer]) -> EmbeddedServer:
    """The server that most tests use, of major GUARDIAN_TEST_PG_MAJOR; one per worker."""
    return server_of(_major())


@pytest.fixture(scope="session")
def pg16(server_of: Callable[[int], EmbeddedServer]) -> EmbeddedServer:
    return server_of(16)


@pytest.fixture(scope="session")
def pg18(server_of: Callable[[int], EmbeddedServer]) -> EmbeddedServer:
    return server_of(18)


@pytest.fixture(scope="session", params=servers.majors(), ids=lambda major: f"pg{major}")
def every_server(request: pytest.FixtureRequest, server_of: Callable[[int], EmbeddedServer]) -> EmbeddedServer:
    """Each server at hand in turn, for what has to hold of every major."""
    return server_of(request.param)


def create_database(connection: psycopg.Connection[Any], name: str) -> None:
    """Make an empty database; without fsync file_copy, all there was before 15, is faster than wal_log."""
    strategy = sql.SQL(" STRATEGY file_copy" if connection.info.server_version >= 150000 else "")
    connection.execute(sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(name), strategy))


@pytest.fixture
def make_database(request: pytest.FixtureRequest) -> Iterator[Callable[..., str]]:
    """Return a function that makes an empty database and returns its URL; all are dropped after the test.

    `make_database(server=pg16)` makes it on another server than `pg_server`.
    """
    made: list[tuple[EmbeddedServer, str]] = []

    def make(server: EmbeddedServer | None = None) -> str:
        server = server or request.getfixturevalue("pg_server")
        name = f"test_{next(_NUMBERS)}"
        with psycopg.connect(server.url(), autocommit=True) as connection:
            create_database(connection, name)
        made.append((server, name))
        return server.url(name)

    yield make
    for server, name in made:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            try:
                connection.execute(drop)
            except psycopg.errors.ObjectInUse:  # a subscription holds its database, whatever WITH says
                _drop_subscriptions(server.url(name))
                connection.execute(drop)
            except psycopg.errors.WrongObjectType:  # a test made it a template
                connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
                connection.execute(drop)


def _drop_subscriptions(url: str) -> None:
    query = """
        SELECT s.subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
        WHERE d.datname = current_database()
    """
    with psycopg.connect(url, autocommit=True) as connection:
        for (name,) in connection.execute(query).fetchall():
            for change in (
                "ALTER SUBSCRIPTION {} DISABLE",
                "ALTER SUBSCRIPTION {} SET (slot_name = NONE)",
                "DROP SUBSCRIPTION {}",
            ):
                connection.execute(sql.SQL(change).format(sql.Identifier(name)))


@pytest.fixture
def database(make_database: Callable[..., str]) -> str:
    """The URL of a fresh, empty database."""
    return make_database()


@pytest.fixture
def make_server() -> Iterator[Callable[[], EmbeddedServer]]:
    """Return a function that starts a server of the test's own, to be broken as it likes; stopped afterwards."""
    made: list[EmbeddedServer] = []

    def make() -> EmbeddedServer:
        made.append(servers.start(_major()))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture
def server_folder() -> Iterator[Path]:
    """A folder that a server's account can pass through, which root's own tmp_path is not."""
    path = Path(tempfile.mkdtemp(prefix="server-test-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)
