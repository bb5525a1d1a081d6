"""Every column of every system catalog is seen, or left out for a reason: asked of each server at hand.

tests/contract/catalog/*.toml says of each column which attributes of which kinds show it:

    relname = ["table.table", "view.view"]
    tgtype = "trigger.definition by pg_get_triggerdef"
    relpages = "- statistics of the data"

A column that is shown is named by the query of that kind, or of what is attached to all kinds, together with its
catalog; or, after `by`, the query calls a function, or reads a view or catalog, that says the same. After `- ` comes
the reason why nothing shows it; a whole catalog may have one.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from guardian.pg import sql
from guardian.pg.rows import ATTACHING
from guardian.schema.model import ATTACHED, MODELS, Kind
from tests.plugin import servers

FILES = sorted((Path(__file__).parent / "catalog").glob("*.toml"))
COLUMNS = """
select c.relname, a.attname
from pg_class as c join pg_attribute as a on a.attrelid = c.oid
where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
"""
SAID = re.compile(r"(?P<kind>\w+)\.(?P<attribute>\w+)(?: by (?P<through>\w+))?\Z")
# What only servers have that are not always at hand.
GONE_SINCE = {("pg_database", "datlastsysoid"): 15}
# Asked for by itself, since most roles may not read it.
ASKED_APART = {"subscription.connection": "subscription_connection"}


class Said(NamedTuple):
    """That the attribute of a kind shows a column."""

    kind: Kind
    attribute: str
    through: str | None

    def queries(self, major: int) -> list[str]:
        """The texts that may show it on this server, without their comments."""
        names = [ASKED_APART.get(f"{self.kind}.{self.attribute}", self.kind)]
        if self.attribute in ATTACHED or self.attribute.startswith("sequence_"):
            names += ATTACHING
        texts = [sql.load(name, major=major) for name in names]
        return ["\n".join(line for line in text.splitlines() if not line.startswith("--")) for text in texts]


def read():
    """What is said, by (catalog, column), the column None for a whole catalog: a reason, or what shows it."""
    found = {}
    for file in FILES:
        for catalog, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for column, answer in (said if isinstance(said, dict) else {None: said}).items():
                assert (catalog, column) not in found, f"{catalog} is in two files"
                found[catalog, column] = parse(answer)
    return found


def parse(answer):
    if isinstance(answer, str) and answer.startswith("- "):
        return answer[2:]
    matches = [SAID.match(one) for one in ([answer] if isinstance(answer, str) else answer)]
    assert all(matches), f"{answer!r} is neither kind.attribute [by function] nor a reason after '- '"
    return tuple(Said(Kind(m["kind"]), m["attribute"], m["through"]) for m in matches)


COVERED = read()


@pytest.fixture(scope="module")
def columns(every_server):
    with psycopg.connect(every_server.url(), autocommit=True) as connection:
        return set(connection.execute(COLUMNS))


def test_every_column_is_seen_or_left_out_for_a_reason(columns, every_server):
    """What a new major adds to the catalogs must not go unnoticed."""
    unknown = sorted(f"{c}.{a}" for c, a in columns if (c, a) not in COVERED and (c, None) not in COVERED)
    assert not unknown, (
        f"PostgreSQL {every_server.major} has {', '.join(unknown)}, of which tests/contract/catalog says nothing: let "
        "the query of a kind read it, give the kind an attribute and a case in tests/corpus/schema; or write why not"
    )


def test_nothing_is_said_of_what_no_server_has(server_of):
    """What is listed and gone is a question that nobody asks any more."""
    oldest = min(servers.majors())
    known = {column for column, since in GONE_SINCE.items() if since <= oldest}
    for major in servers.majors():
        with psycopg.connect(server_of(major).url(), autocommit=True) as connection:
            known |= set(connection.execute(COLUMNS))
    known |= {(catalog, None) for catalog, _ in known}
    assert sorted(f"{catalog}.{column}" for catalog, column in set(COVERED) - known) == []


@pytest.mark.parametrize("said", [said for said in COVERED.values() if not isinstance(said, str)], ids=str)
def test_what_shows_a_column_is_an_attribute(said):
    """A field of the kind's model, which is compared, names the object, or helps to."""
    for kind, attribute, _ in said:
        assert attribute in MODELS[kind].fields()


def test_what_shows_a_column_reads_it(columns, every_server):
    """The query names column and catalog, or calls what says the same."""
    wrong = []
    for (catalog, column), answer in COVERED.items():
        if isinstance(answer, str) or (catalog, column) not in columns:
            continue
        for said in answer:
            names = [said.through] if said.through else [column, f"pg_catalog\\.{catalog}"]
            queries = said.queries(every_server.major)
            if not any(all(re.search(rf"\b{name}\b", text) for name in names) for text in queries):
                wrong.append(f"{catalog}.{column}: nothing in the query for {said.kind}.{said.attribute} reads it")
    assert wrong == []
