"""What a case of the corpora needs of the server that it runs on."""

from __future__ import annotations

import functools
import operator
import os
import re
import zlib

import psycopg
import pytest

from guardian.config import Config
from guardian.errors import ConfigError
from guardian.pg.embedded import EmbeddedServer

_COMPARE = {">=": operator.ge, "<": operator.lt}
_REQUIRES = re.compile(r"-- requires (>=|<) (\d+)\n")
_EXTENSION = re.compile(r"create extension (?:if not exists )?(\w+)")


def skip_unfit(server: EmbeddedServer, *texts: str) -> None:
    """Skip the test where the case says `-- requires >= 18` of an older server, or the server lacks an extension."""
    for text in texts:
        for how, major in _REQUIRES.findall(text):
            if not _COMPARE[how](server.major, int(major)):
                pytest.skip(f"needs PostgreSQL {how} {major}")
        for name in _EXTENSION.findall(text):
            if name not in _extensions(server):
                pytest.skip(f"needs extension {name}, which PostgreSQL {server.major} does not have here")


@functools.cache
def _extensions(server: EmbeddedServer) -> frozenset[str]:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        return frozenset(name for (name,) in connection.execute("select name from pg_available_extensions"))


def run_case(url: str, text: str) -> str:
    """Run a case's SQL for good, statement by statement; roles stay, as they belong to the server. Return the URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in text.split(";\n"):
            role = re.match(r"(?:--[^\n]*\n)*create role (\w+|\"[^\"]+\")", statement)
            name = role[1].strip('"') if role else None
            if name and connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone():
                continue
            if statement.strip():
                connection.execute(statement)
    return url


def is_chosen(name: str) -> bool:
    """Whether a long test takes this case: all in `make campaign`, in `make test` a tenth."""
    return bool(os.environ.get("GUARDIAN_TEST_CAMPAIGN")) or zlib.crc32(name.encode()) % 10 == 0


def no_config() -> Config:
    raise ConfigError("there is no guardian.toml here")
