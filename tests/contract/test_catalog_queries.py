"""The catalog queries and the models that they fill agree, on every server at hand."""

from __future__ import annotations

import re
from importlib import resources

import psycopg
import pytest

from guardian.pg import sql
from guardian.pg.rows import ATTACHING, CATALOGS, PLACE, Edge
from guardian.schema.model import ATTACHED, MODELS

FILES = sorted(entry.name for entry in resources.files(sql).iterdir() if entry.name.endswith(".sql"))
PARAMETERS = {"schemas": ["public"], "version_schema": "public", "version_table": "schema_migrations"}
# Of a constraint's index, and of an identity column's sequence.
ATTACHED_TO_PARTS = {"index_comment", "sequence_comment", "sequence_privileges", "sequence_security_labels"}


@pytest.mark.parametrize("kind", list(MODELS))
def test_columns_are_the_models_fields(every_server, kind):
    """What a query yields is what its model takes but for what is attached, and where the object lives."""
    with psycopg.connect(every_server.url(), autocommit=True) as connection:
        cursor = connection.execute(sql.load(kind, major=every_server.major), PARAMETERS)
        columns = {column.name for column in cursor.description or ()}
    fields = set(MODELS[kind].fields()) - ATTACHED
    assert fields - {"owner", "unseen"} - ATTACHED_TO_PARTS <= columns - PLACE <= fields
    assert "oid" in columns


def test_dependency_columns_are_the_edges_fields(every_server):
    """Edges are read by position."""
    with psycopg.connect(every_server.url(), autocommit=True) as connection:
        cursor = connection.execute(sql.load("dependency", major=every_server.major))
        assert tuple(column.name for column in cursor.description or ()) == Edge._fields


@pytest.mark.parametrize("name", ATTACHING)
def test_what_is_attached_has_an_address_and_a_value(every_server, name):
    """Read by position: catalog, oid, number, value."""
    with psycopg.connect(every_server.url(), autocommit=True) as connection:
        cursor = connection.execute(sql.load(name, major=every_server.major))
        assert [column.name for column in cursor.description or ()][:3] == ["catalog", "oid", "number"]
        assert len(cursor.description or ()) == 4


@pytest.mark.parametrize("kind", list(MODELS))
def test_every_kind_has_a_model_a_catalog_and_a_query(kind):
    """A kind without one of the three cannot be read."""
    assert MODELS[kind].kind is kind
    assert CATALOGS[kind].startswith("pg_")
    assert f"{kind}.sql" in FILES


@pytest.mark.parametrize("file", FILES)
def test_queries_are_described_qualified_and_ordered(file):
    """Each file says what a row is, names catalogs with their schema, and leaves no order to chance."""
    text = (resources.files(sql) / file).read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    assert text.startswith("-- One row")
    assert not re.search(r"(?<![.'_\w])pg_(?!catalog\.)[a-z_]+", body.replace("pg_catalog.pg_", "pg_catalog."))
    if file != "session.sql":
        assert "-- Parameters:" in text
        assert re.search(r"^order by ", body, re.MULTILINE)


def test_the_highest_variant_not_above_the_server_is_picked():
    """The pick is a table: a name, a major, the file."""
    files = ("a.sql", "a.pg16.sql", "a.pg18.sql", "ab.sql", "b.pg17.sql")
    picked = {major: sql.pick("a", major=major, files=files) for major in (14, 16, 17, 18, 19)}
    assert picked == {14: "a.sql", 16: "a.pg16.sql", 17: "a.pg16.sql", 18: "a.pg18.sql", 19: "a.pg18.sql"}
    with pytest.raises(KeyError):
        sql.pick("b", major=16, files=files)
