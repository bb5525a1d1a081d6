"""pg_dump as the oracle: what it restores is no difference, and what changes its output is one.

The cases are those of tests/corpus/schema; `make campaign` takes all of them, `make test` a tenth.
"""

from __future__ import annotations

import os
import re
import subprocess
import zlib
from pathlib import Path

import psycopg
import pytest

from guardian.app.compare import compare_schemas
from guardian.errors import ConfigError
from guardian.pg.embedded.binaries import tool
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.diff import diff

CORPUS = Path(__file__).parents[1] / "corpus" / "schema"
SCHEMAS = ["public", "My.Schema", "other"]
WHOLE = bool(os.environ.get("GUARDIAN_TEST_CAMPAIGN"))
# Not in any dump, or not in one without --create; each is a difference all the same.
NOT_DUMPED = re.compile(r"-- not dumped: .")


def chosen(folder):
    return WHOLE or zlib.crc32(f"{folder.parent.name}/{folder.name}".encode()) % 10 == 0


CASES = sorted(folder for folder in CORPUS.glob("*/*") if folder.is_dir() and chosen(folder))


def no_config():
    raise ConfigError("there is no guardian.toml here")


@pytest.fixture(params=CASES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def case(request, pg_server):
    text = (request.param / "to.sql").read_text()
    match = re.search(r"-- requires (>=|<) (\d+)", text)
    if match and (pg_server.major < int(match[2])) is (match[1] == ">="):
        pytest.skip(f"needs PostgreSQL {match[1]} {match[2]}")
    return request.param


def run(url, file):
    """Run a case's SQL; roles stay, as they belong to the server."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in file.read_text().split(";\n"):
            role = re.match(r"(?:--[^\n]*\n)*create role (\w+)", statement)
            if role and connection.execute("select 1 from pg_roles where rolname = %s", [role[1]]).fetchone():
                continue
            if statement.strip():
                connection.execute(statement)
    return url


def dump(url):
    command = [tool("pg_dump"), "-s", "--restrict-key=k", f"--dbname={url}"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def test_what_a_dump_restores_is_the_same(case, make_database):
    """Owners, privileges, comments and all: a restored database has no difference."""
    url, there = run(make_database(), case / "to.sql"), make_database()
    archive = subprocess.run([tool("pg_dump"), "-s", "-Fc", f"--dbname={url}"], check=True, capture_output=True).stdout
    done = subprocess.run([tool("pg_restore"), f"--dbname={there}"], capture_output=True, check=False, input=archive)
    if done.returncode != 0:
        pytest.skip(f"pg_restore cannot restore it: {done.stderr.decode()[:200]}")
    found = compare_schemas(url, there, schemas=SCHEMAS[:1], config=no_config).changes
    if NOT_DUMPED.search((case / "to.sql").read_text()):
        assert found
    else:
        assert [(c.kind, c.name, dict(c.attributes)) for c in found] == []


def test_what_pg_dump_tells_apart_is_seen(case, make_database):
    """Where its output differs, so do the snapshots."""
    urls = [run(make_database(), case / name) for name in ("from.sql", "to.sql")]
    dumps = [dump(url) for url in urls]
    snapshots = []
    for url in urls:
        with psycopg.connect(url, autocommit=True) as connection:
            snapshots.append(fetch_snapshot(connection, schemas=SCHEMAS))
    if dumps[0] != dumps[1]:
        assert diff(*snapshots)
    else:
        assert NOT_DUMPED.search((case / "to.sql").read_text()), "pg_dump shows no difference: is there one?"
