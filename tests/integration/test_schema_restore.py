"""pg_dump as the oracle: what it restores is no difference, and what changes its output is one.

The cases are those of tests/corpus/schema; `make campaign` takes all of them, `make test` a tenth.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import psycopg
import pytest

from guardian.app.compare import compare_schemas
from guardian.pg.embedded.binaries import nearest_major, tool
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.diff import diff
from tests.plugin.corpus import is_chosen, no_config, run_case, skip_unfit

CORPUS = Path(__file__).parents[1] / "corpus" / "schema"
SCHEMAS = ["public", "My.Schema", "other"]
# Not in any dump, or not in one without --create; each is a difference all the same.
NOT_DUMPED = re.compile(r"-- not dumped: .")
# Not in any dump of a database, and the same for all databases of a server.
OF_THE_SERVER = re.compile(r"-- of the server: .")


CASES = sorted(folder for folder in CORPUS.glob("*/*") if is_chosen(f"{folder.parent.name}/{folder.name}"))


@pytest.fixture(params=CASES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def case(request, pg_server):
    skip_unfit(pg_server, *((request.param / name).read_text() for name in ("from.sql", "to.sql")))
    return request.param


def run(url, file):
    return run_case(url, file.read_text())


def client(name, server):
    """The bundled program that fits the server: what a newer one writes, an older server need not understand."""
    return tool(name, nearest_major(server.major * 10000))


def dump(url, server):
    command = [client("pg_dump", server), "-s", "--restrict-key=k", f"--dbname={url}"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def test_what_a_dump_restores_is_the_same(case, pg_server, make_database):
    """Owners, privileges, comments and all: a restored database has no difference."""
    url, there = run(make_database(), case / "to.sql"), make_database()
    command = [client("pg_dump", pg_server), "-s", "-Fc", f"--dbname={url}"]
    archive = subprocess.run(command, check=True, capture_output=True).stdout
    command = [client("pg_restore", pg_server), f"--dbname={there}"]
    done = subprocess.run(command, capture_output=True, check=False, input=archive)
    if done.returncode != 0:
        pytest.skip(f"pg_restore cannot restore it: {done.stderr.decode()[:200]}")
    found = compare_schemas(url, there, schemas=SCHEMAS[:1], config=no_config).changes
    if NOT_DUMPED.search((case / "to.sql").read_text()):
        assert found
    else:
        assert [(c.kind, c.name, dict(c.attributes)) for c in found] == []


def test_what_pg_dump_tells_apart_is_seen(case, pg_server, make_database):
    """Where its output differs, so do the snapshots."""
    urls = [run(make_database(), case / name) for name in ("from.sql", "to.sql")]
    dumps = [dump(url, pg_server) for url in urls]
    snapshots = []
    for url in urls:
        with psycopg.connect(url, autocommit=True) as connection:
            snapshots.append(fetch_snapshot(connection, schemas=SCHEMAS))
    if dumps[0] != dumps[1]:
        assert diff(*snapshots)
    else:
        text = (case / "to.sql").read_text()
        assert NOT_DUMPED.search(text) or OF_THE_SERVER.search(text), "pg_dump shows no difference: is there one?"
