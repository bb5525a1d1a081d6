"""PostgreSQL's own regression databases, thousands of objects of every kind: dumped, restored, and nothing differs.

What a dump cannot carry is listed here, each with its reason; nothing else may differ.
"""

from __future__ import annotations

import subprocess
import time
from fnmatch import fnmatchcase

import psycopg
import pytest

from guardian.app.compare import compare_schemas
from guardian.errors import ConfigError
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.codec import parse_snapshot, render_snapshot
from guardian.schema.diff import diff
from tests.plugin.corpora.place import DATABASE, MAJORS, Corpus, running

pytestmark = pytest.mark.campaign

# (kind, name, attribute or what happened), * for any, and why no dump carries it.
ALWAYS = {
    ("database", "database", "settings"): "in a dump with --create only",
    ("column", "*", "position"): "a child's own columns come after the inherited ones in a dump, whenever they came",
    ("constraint", "public.fk_partitioned_fk_4*", "*"): "a foreign key that a partition had before it was attached"
    " is dumped with its parent only, and so takes the parent's name",
}
WITHIN_18 = {
    ("constraint", "public.constr_child*", "added"): "a child's valid NOT NULL below a NOT VALID one is dumped as the"
    " child's own",
    (
        "constraint",
        "public.notnull_part1_*_upg.*",
        "*",
    ): "likewise; the name of an inherited NOT VALID one is not dumped",
}
TO_18 = {
    ("column", "public.cm*", "compression"): "lz4 is not built into this server",
    ("view", "public.compressmv", "column_settings"): "likewise",
    ("collation", "public.coll_icu_upgrade", "removed"): "ICU is not built into this server",
    ("view", "public.xml*", "removed"): "libxml is not built into this server",
    ("function", "public.get_columns_length*", "removed"): "the regression library of 18 has no such function",
    ("function", "public.set_ttdummy*", "removed"): "likewise",
    ("function", "public.ttdummy*", "removed"): "likewise",
    ("table", "public.gtest_normal_child*", "removed"): "18 refuses a generated column below a plain one",
}


@pytest.fixture(scope="module")
def servers():
    """Both servers; a module's tests make databases on them, and they are gone afterwards."""
    missing = [str(major) for major in MAJORS if not Corpus(major).data.exists()]
    if missing:
        pytest.skip(f"no regression database of PostgreSQL {' and '.join(missing)}; run: make corpora")
    with running(Corpus(15)) as first, running(Corpus(18)) as second:
        yield {15: first, 18: second}


def no_config():
    raise ConfigError("there is no guardian.toml here")


def schemas_of(url):
    """All that may be managed: every schema that is not the server's own."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'"
        )
        return sorted(name for (name,) in found)


def snapshot_of(url):
    schemas = schemas_of(url)
    with psycopg.connect(url, autocommit=True) as connection:
        return fetch_snapshot(connection, schemas=schemas)


def run(server, tool, *arguments, script=None):
    command = [server.corpus.tool(tool), *arguments]
    return subprocess.run(command, input=script, capture_output=True, text=True, check=script is None).stdout


def restored(source, place):
    """Return the URL of a copy: roles first, where the server is another, then the database, as psql runs a dump."""
    if source is not place:
        roles = run(place, "pg_dumpall", "--globals-only", "-d", source.url("postgres"))
        run(place, "psql", "-Xq", "-d", place.url("postgres"), script=roles)
    copy = f"copy_of_{source.corpus.major}"
    dump = run(place, "pg_dump", "--schema-only", "-d", source.url())
    with psycopg.connect(place.url("postgres"), autocommit=True) as connection:
        connection.execute(f"drop database if exists {copy}")
        connection.execute(f"create database {copy} template template0")
    run(place, "psql", "-Xq", "-d", place.url(copy), script=dump)
    return place.url(copy)


def places(change):
    paths = [path.split(".")[0] for path in change.attributes] or [str(change.change)]
    return {(str(change.kind), change.name, path) for path in paths}


def is_listed(place, listed):
    return any(all(map(fnmatchcase, place, pattern)) for pattern in listed)


@pytest.mark.parametrize(
    ("source", "place", "limits"),
    [(15, 15, ALWAYS), (18, 18, {**ALWAYS, **WITHIN_18}), (15, 18, {**ALWAYS, **TO_18})],
    ids=["15", "18", "15 to 18"],
)
def test_only_what_no_dump_carries_differs(source, place, limits, servers):
    copy = restored(servers[source], servers[place])
    schemas = schemas_of(servers[source].url())
    changes = compare_schemas(servers[source].url(), copy, schemas=schemas, config=no_config).changes
    differing = set().union(*map(places, changes))

    assert sorted(one for one in differing if not is_listed(one, limits)) == []
    unused = [pattern for pattern in limits if not any(is_listed(one, [pattern]) for one in differing)]
    assert unused == []


@pytest.mark.parametrize("major", MAJORS)
def test_the_snapshot_is_whole(major, servers):
    """Thousands of objects, written and read again, equal themselves."""
    found = snapshot_of(servers[major].url())

    assert len(found.objects) > 3000
    assert parse_snapshot(render_snapshot(found)) == found
    assert diff(found, found) == ()
    assert found.unseen == ()


@pytest.mark.parametrize("major", MAJORS)
def test_every_object_has_a_name_of_its_own(major, servers):
    found = snapshot_of(servers[major].url())

    assert len(found.by_key) == len(found.objects)


@pytest.mark.parametrize("major", MAJORS)
def test_a_snapshot_takes_no_longer_than_a_dump(major, servers):
    """The best of several runs of each, taken in turn, since the machine does other things too."""
    server = servers[major]
    taken = {"snapshot": [], "pg_dump": []}
    with psycopg.connect(server.url(), autocommit=True) as connection:
        schemas = schemas_of(server.url())
        for _ in range(7):
            taken["snapshot"].append(seconds(lambda: fetch_snapshot(connection, schemas=schemas)))
            taken["pg_dump"].append(
                seconds(lambda: run(server, "pg_dump", "--schema-only", "-d", server.url(DATABASE)))
            )
    best = {name: min(found) for name, found in taken.items()}

    assert best["snapshot"] <= best["pg_dump"], best


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
