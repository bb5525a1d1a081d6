"""Every case of tests/corpus/schema on every server at hand: schemas that differ in one attribute, and what is seen.

A case is a folder with from.sql and to.sql. The first lines of to.sql say what has to be seen, and what it needs:

    -- sees: column public.t.a: default
    -- sees: index public.i: added
    -- requires >= 17
    -- alone

After the name come the paths that differ, or added or removed. `alone` is for what no transaction takes.
"""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

from guardian.pg.snapshot import fetch_snapshot, read_snapshot
from guardian.schema.diff import diff
from tests.plugin.corpus import skip_unfit
from tests.plugin.pg import create_database

CORPUS = Path(__file__).parents[1] / "corpus" / "schema"
CASES = sorted(folder for folder in CORPUS.glob("*/*") if folder.is_dir())
SCHEMAS = ["public", "My.Schema", "other"]
SEES = re.compile(r"-- sees: (.*): (.*)")


@pytest.fixture(scope="module")
def connection(every_server):
    """One for all cases of a server: each is rolled back."""
    name = "schema_corpus"
    with psycopg.connect(every_server.url(), autocommit=True) as maintenance:
        maintenance.execute(f"drop database if exists {name} with (force)")
        create_database(maintenance, name)
    with psycopg.connect(every_server.url(name), autocommit=True) as found:
        yield found


@pytest.fixture(params=CASES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def case(request, every_server):
    skip_unfit(every_server, *((request.param / name).read_text() for name in ("from.sql", "to.sql")))
    return request.param


@pytest.fixture
def schemas(case, every_server, connection, make_database):
    """The schema that from.sql makes, and the one that to.sql makes."""
    texts = [(case / name).read_text() for name in ("from.sql", "to.sql")]
    if any("-- alone" in text for text in texts):
        return [_alone(make_database(every_server), text) for text in texts]
    # Many cases start from the same text, and a snapshot is a value.
    key = (every_server.major, texts[0])
    if key not in _read:
        _read[key] = _in_transaction(connection, texts[0])
    return [_read[key], _in_transaction(connection, texts[1])]


_read = {}


def _alone(url, text):
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in text.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        return fetch_snapshot(connection, schemas=SCHEMAS)


def _in_transaction(connection, text):
    with connection.transaction(force_rollback=True):
        connection.execute(text)
        return read_snapshot(connection, schemas=SCHEMAS)


def _seen(changes):
    return {(f"{change.kind} {change.name}", ", ".join(change.attributes) or str(change.change)) for change in changes}


def test_exactly_what_differs_is_seen(case, schemas):
    """Nothing else, and the same the other way round."""
    wanted = set(SEES.findall((case / "to.sql").read_text()))
    assert wanted, "to.sql says in a first line what has to be seen"
    assert _seen(diff(*schemas)) == wanted
    other = {"added": "removed", "removed": "added"}
    assert _seen(diff(*reversed(schemas))) == {(name, other.get(what, what)) for name, what in wanted}
