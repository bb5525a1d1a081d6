"""One database led through many schemas of the corpus, one after the other: many drops and creates at once."""

from __future__ import annotations

import random
from pathlib import Path

import psycopg
import pytest

from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.ddl import Hazard, render_ddl
from guardian.schema.diff import diff

CORPUS = Path(__file__).parents[1] / "corpus" / "diff"
STATES = [file for file in sorted(CORPUS.glob("*/*/*.sql")) if not file.read_text().startswith("-- requires")]
SCHEMAS = ["public", "My.Schema"]
HOLD_DATA = {"table", "column", "sequence"}


@pytest.mark.parametrize(
    "seed", [1, 3, pytest.param(6, marks=pytest.mark.slow), pytest.param(7, marks=pytest.mark.slow)]
)
def test_from_schema_to_schema(seed, make_database):
    """Each step leaves only what it said is impossible, and loses data only for an object that is removed."""
    states = random.Random(seed).sample(STATES, 25 if seed < 4 else 40)
    with psycopg.connect(make_database(), autocommit=True) as database:
        for state in states:
            with psycopg.connect(make_database(), autocommit=True) as other:
                other.execute(state.read_text())
                wanted = fetch_snapshot(other, schemas=SCHEMAS)
            script = render_ddl(fetch_snapshot(database, schemas=SCHEMAS), wanted)
            with database.transaction():
                for statement in script:
                    database.execute(statement.sql)
            left = diff(fetch_snapshot(database, schemas=SCHEMAS), wanted)
            assert kept(left) == kept(found.change for found in script.impossible), (state, script.sql)
            lossy = [found.change for found in script if Hazard.DATA_LOSS in found.hazards]
            assert all(change.change == "removed" and change.kind in HOLD_DATA for change in lossy)


def kept(changes):
    return [change.key for change in changes if set(change.attributes) != {"position"}]
