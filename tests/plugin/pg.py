"""Real PostgreSQL for tests: embedded servers, a fresh database per test, and the pg marker."""

from __future__ import annotations

import itertools
import operator
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from guardian.pg.embedded import EmbeddedServer
from guardian.pg.embedded.binaries import tool, version

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
    return f"postgresql: {version(tool('postgres', _major()))}, embedded"


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("pg"):
        spec = _SPEC.match(marker.args[0])
        if spec is None:
            pytest.fail(f"pg marker {marker.args[0]!r} is none of '>= 18', '== 16', '< 17' and so on")
        if not _COMPARE[spec[1]](_major(), int(spec[2])):
            pytest.skip(f"needs PostgreSQL {marker.args[0]}, tests run on {_major()}")


@pytest.fixture(scope="session")
def pg_server() -> Iterator[EmbeddedServer]:
    """The server that most tests use, of major GUARDIAN_TEST_PG_MAJOR; one per worker."""
    with EmbeddedServer.start(major=_major(), temp_dir=_memory()) as server:
        yield server


@pytest.fixture(scope="session")
def pg16(request: pytest.FixtureRequest) -> Iterator[EmbeddedServer]:
    yield from _server_of(16, request)


@pytest.fixture(scope="session")
def pg18(request: pytest.FixtureRequest) -> Iterator[EmbeddedServer]:
    yield from _server_of(18, request)


def _server_of(major: int, request: pytest.FixtureRequest) -> Iterator[EmbeddedServer]:
    if major == _major():
        yield request.getfixturevalue("pg_server")
        return
    with EmbeddedServer.start(major=major, temp_dir=_memory()) as server:
        yield server


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
            # file_copy with fsync off is several times faster than wal_log for an empty database.
            connection.execute(sql.SQL("CREATE DATABASE {} STRATEGY file_copy").format(sql.Identifier(name)))
        made.append((server, name))
        return server.url(name)

    yield make
    for server, name in made:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database(make_database: Callable[..., str]) -> str:
    """The URL of a fresh, empty database."""
    return make_database()


@pytest.fixture
def make_server() -> Iterator[Callable[[], EmbeddedServer]]:
    """Return a function that starts a server of the test's own, to be broken as it likes; stopped afterwards."""
    servers: list[EmbeddedServer] = []

    def make() -> EmbeddedServer:
        servers.append(EmbeddedServer.start(major=_major()))
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


@pytest.fixture
def server_folder() -> Iterator[Path]:
    """A folder that a server's account can pass through, which root's own tmp_path is not."""
    path = Path(tempfile.mkdtemp(prefix="server-test-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)
