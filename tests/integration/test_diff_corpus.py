"""Every case of tests/corpus/diff on a real server: what is seen, and whether the DDL makes it so, in both directions.

A case is a folder with old.sql, new.sql and expected.json. A first line `-- requires >= 18` names the server it needs.
GUARDIAN_TEST_UPDATE=1 writes the expected files anew, to be read before they are committed.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from guardian.pg.embedded.binaries import tool
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.codec import fingerprint, parse_snapshot, render_snapshot
from guardian.schema.ddl import ddl_for_change, render_ddl
from guardian.schema.diff import diff
from tests.plugin.corpus import skip_unfit

CORPUS = Path(__file__).parents[1] / "corpus" / "diff"
CASES = sorted(folder for folder in CORPUS.glob("*/*") if folder.is_dir())
SCHEMAS = ["public", "My.Schema"]


@pytest.fixture(params=CASES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def case(request, pg_server):
    skip_unfit(pg_server, (request.param / "new.sql").read_text())
    return request.param


@pytest.fixture
def both(case, make_database):
    """Two databases, one made by old.sql and one by new.sql."""
    urls = make_database(), make_database()
    for url, name in zip(urls, ("old.sql", "new.sql"), strict=True):
        run(url, (case / name).read_text())
    return urls


def run(url, sql):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)


def fetch(url):
    with psycopg.connect(url, autocommit=True) as connection:
        return fetch_snapshot(connection, schemas=SCHEMAS)


def apply(url, script):
    """Run as a migration would, in one transaction; only a new enum label wants to be committed before it is used."""
    alone = any(" ADD VALUE " in statement.sql for statement in script)
    with psycopg.connect(url, autocommit=alone) as connection:
        for statement in script:
            connection.execute(statement.sql)


def dump(url):
    command = [tool("pg_dump"), "--schema-only", "--no-owner", f"--dbname={url}"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [line for line in text.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]
    return "\n".join(lines)


def listed(changes):
    return [{"kind": c.kind, "name": c.name, "change": c.change, "attributes": list(c.attributes)} for c in changes]


def is_order(change):
    return set(change.attributes) == {"position"}


def test_changes_are_seen_and_made(case, both):
    """The changes are those expected; the DDL leaves nothing but what it says is impossible; pg_dump agrees."""
    old, new = (fetch(url) for url in both)
    there, back = render_ddl(old, new), render_ddl(new, old)
    found = {
        "changes": listed(diff(old, new)),
        "impossible": listed(i.change for i in there.impossible),
        "impossible_back": listed(i.change for i in back.impossible),
    }
    if os.environ.get("GUARDIAN_TEST_UPDATE"):
        (case / "expected.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    assert json.loads((case / "expected.json").read_text()) == found
    if len(found["changes"]) == 1:
        assert ddl_for_change(diff(old, new)[0], old, new) == there
    check(both[0], there, new, dump(both[1]))
    check(both[1], back, old, None)


def check(url, script, wanted, wanted_dump):
    apply(url, script)
    after = fetch(url)
    left = [change for change in diff(after, wanted) if not is_order(change)]
    impossible = [found.change for found in script.impossible if not is_order(found.change)]
    assert [c.key for c in left] == [c.key for c in impossible], script.sql
    if not left and fingerprint(after) == fingerprint(wanted) and wanted_dump is not None:
        assert dump(url) == wanted_dump


def test_a_schema_equals_itself(case, make_database):
    """Read twice, written and parsed, a schema has no difference and one fingerprint."""
    url = make_database()
    run(url, (case / "new.sql").read_text())
    first, second = fetch(url), fetch(url)
    assert first == second == parse_snapshot(render_snapshot(first))
    assert diff(first, second) == ()
    assert not render_ddl(first, second).statements
    assert fingerprint(first) == fingerprint(second)
