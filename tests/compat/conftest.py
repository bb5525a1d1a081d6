from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from guardian.pg.embedded import EmbeddedServer
from tests.compat.tool import Arena, Tool, golang_migrate
from tests.plugin.tools import require


@pytest.fixture
def golang() -> Tool:
    """golang-migrate's own program."""
    return golang_migrate(require("migrate"))


@pytest.fixture(scope="session")
def arenas(pg_server: EmbeddedServer) -> Iterator[tuple[Arena, Arena]]:
    """Twin databases that are emptied, not made anew, for each of many sequences."""
    names = [f"twin_{os.getpid()}_{which}" for which in ("golang", "guardian")]
    with psycopg.connect(pg_server.url(), autocommit=True) as connection:
        for name in names:
            connection.execute(f"create database {name}".encode())
    first, second = (Arena.open(pg_server.url(name)) for name in names)
    yield first, second
    for arena in (first, second):
        arena.connection.close()
    with psycopg.connect(pg_server.url(), autocommit=True) as connection:
        for name in names:
            connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def twins(arenas: tuple[Arena, Arena]) -> tuple[Arena, Arena]:
    """The twin databases, empty: golang-migrate's and guardian's."""
    for arena in arenas:
        arena.reset()
    return arenas


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty migrations directory, in the current folder and without guardian.toml."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "migrations").mkdir()
    return tmp_path / "migrations"
