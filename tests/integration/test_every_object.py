"""No object of a user escapes the snapshot: whatever a schema of the corpus leaves in the catalogs is accounted for.

The catalogs are those that the server has, not those that guardian knows. An object counts as seen where the snapshot
has its address; where the server keeps it as an internal part of one that is seen (pg_depend, deptype i); or where it
is a part that attributes tell of, as listed here.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from guardian.pg.rows import Attached, locate
from guardian.pg.sight import ask
from guardian.schema.model import MODELS, Kind
from tests.plugin.corpus import is_chosen, skip_unfit
from tests.plugin.pg import create_database

CORPUS = Path(__file__).parents[1] / "corpus"
CASES = sorted(CORPUS.glob("schema/*/*/to.sql"))
FOLDERS = sorted({case.parents[1].name for case in CASES})
# Cases with objects that are rightly in no snapshot, or are told of with another object.
ELSEWHERE = {
    "access_method/of_an_unmanaged_schema_is_not_ours",  # in schema away, which is not managed
    "cast/of_an_unmanaged_schema_is_not_ours",
    "domain/type_in_an_unmanaged_schema",
    "language/of_an_unmanaged_schema_is_not_ours",
    "extension/member_table_policy",  # extension.members
}
PARAMETERS = {"schemas": ["public", "My.Schema", "other"], "version_schema": "public", "version_table": "none"}

# Which rows of a catalog are no objects of their own, and what shows them.
TOLD = {
    "pg_amop": "true",  # operator_class.operators, operator_family.operators
    "pg_amproc": "true",  # operator_class.functions, operator_family.functions
    "pg_attrdef": "true",  # column.default, column.expression, view.column_settings
    "pg_class": "relnamespace = 'pg_toast'::regnamespace",  # table.options
    "pg_constraint": "contypid <> 0 or contype = 'n'",  # domain.constraints, column.not_null
    "pg_enum": "true",  # enum.labels
    "pg_largeobject_metadata": "true",  # data
    "pg_operator": "oprcode = 0",  # operator.commutator, operator.negator: a shell for what they name
    "pg_publication_namespace": "true",  # publication.schemas
    "pg_publication_rel": "true",  # publication.tables
}
CATALOGS = """
select c.relname
from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'oid'
where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind = 'r' and not c.relisshared
order by c.relname
"""
PARTS = """
select c.relname, d.objid, r.relname, d.refobjid, d.deptype
from pg_depend as d join pg_class as c on c.oid = d.classid join pg_class as r on r.oid = d.refclassid
where d.deptype in ('i', 'e') and d.objid >= 16384
"""


@pytest.fixture(scope="module")
def connection(every_server):
    name = "every_object"
    with psycopg.connect(every_server.url(), autocommit=True) as maintenance:
        maintenance.execute(f"drop database if exists {name} with (force)")
        create_database(maintenance, name)
    with psycopg.connect(every_server.url(name), autocommit=True) as found:
        yield found


def unseen(connection, *, without=()):
    """The objects of users that nothing of the snapshot accounts for, as the server calls them."""
    catalogs = [name for (name,) in connection.execute(CATALOGS)]
    every = " union all ".join(
        f"select '{name}', oid from pg_catalog.{name} where oid >= 16384 and ({TOLD.get(name, 'false')}) is not true"
        for name in catalogs
    )
    objects = set(connection.execute(every))
    seen = located(connection, without)
    internal = {}
    for catalog, oid, whole, whole_oid, how in connection.execute(PARTS):
        internal.setdefault((catalog, oid), []).append((whole, whole_oid))
        if how == "e":  # told of with its extension
            seen.add((catalog, oid))
    left = {found for found in objects if not _is_seen(found, seen, internal)}
    return [_identity(connection, *found) for found in sorted(left)]


def located(connection, without):
    with connection.transaction():
        answers = ask(connection, PARAMETERS)
        kinds = [kind for kind in MODELS if kind not in without]
        items = [item for k in kinds for item in locate(k, answers.columns(k), answers.rows(k), Attached())]
    return {(place.catalog, place.oid) for item in items for place in item.addresses if place.number == 0}


def _is_seen(found, seen, internal):
    return found in seen or any(_is_seen(whole, seen, internal) for whole in internal.get(found, ()))


def _identity(connection, catalog, oid):
    query = "select type || ' ' || identity from pg_identify_object(%s::regclass, %s, 0)"
    return connection.execute(query, [f"pg_catalog.{catalog}", oid]).fetchone()[0]


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_of_the_corpus_escapes(folder, connection, every_server):
    """Each case of a kind, on each server."""
    escaped = {}
    for case in CASES:
        text = case.read_text()
        if chosen(case) and case.parents[1].name == folder and fits(every_server, text):
            with connection.transaction(force_rollback=True):
                connection.execute(text)
                escaped[case.parent.name] = unseen(connection)
    assert {name: found for name, found in escaped.items() if found} == {}


def chosen(case):
    """A tenth of the cases, all of them in `make campaign`."""
    name = f"{case.parents[1].name}/{case.parent.name}"
    return name not in ELSEWHERE and is_chosen(name)


def fits(server, text):
    if "-- alone" in text:
        return False
    try:
        skip_unfit(server, text)
    except pytest.skip.Exception:
        return False
    return True


def test_nothing_of_all_types_escapes(connection):
    """The schema with everything that a type, an operator or a search is made of."""
    with connection.transaction(force_rollback=True):
        connection.execute((CORPUS / "types.sql").read_text())
        assert unseen(connection) == []


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        (Kind.POLICY, "policy p on public.t"),
        (Kind.TRIGGER, "trigger g on public.t"),
        (Kind.STATISTICS, "statistics object public.s"),
        (Kind.INDEX, "index public.i"),
        (Kind.SEQUENCE, "sequence public.t_b_seq"),
        (Kind.VIEW, "view public.v"),
    ],
)
def test_a_kind_that_is_not_modelled_escapes(connection, kind, named):
    """The check is worth something: it names what a snapshot without one of its kinds does not have."""
    with connection.transaction(force_rollback=True):
        connection.execute(
            "create table t (a int primary key, b serial); create policy p on t; create index i on t (b);"
            "create function f() returns trigger language plpgsql as 'begin return new; end';"
            "create trigger g before insert on t for each row execute function f();"
            "create statistics s on a, b from t; create view v as select a from t"
        )
        assert unseen(connection) == []
        assert named in unseen(connection, without={kind})
