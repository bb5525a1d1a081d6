"""Types and what is made around them: what a dump carries, and what two servers of different age print alike."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest

from guardian.pg.embedded.binaries import nearest_major, tool
from guardian.pg.snapshot import fetch_snapshot, read_snapshot
from guardian.schema.codec import parse_snapshot, render_snapshot
from guardian.schema.diff import ChangeKind, Scope, diff
from guardian.schema.model import Domain, Kind

EVERYTHING = (Path(__file__).parents[1] / "corpus" / "types.sql").read_text()
SCHEMAS = ["public", "My.Schema", "other"]
KINDS = frozenset(
    {
        Kind.LANGUAGE,
        Kind.ACCESS_METHOD,
        Kind.COLLATION,
        Kind.CONVERSION,
        Kind.ENUM,
        Kind.DOMAIN,
        Kind.COMPOSITE,
        Kind.RANGE,
        Kind.BASE_TYPE,
        Kind.OPERATOR,
        Kind.OPERATOR_FAMILY,
        Kind.OPERATOR_CLASS,
        Kind.CAST,
        Kind.TRANSFORM,
        Kind.TEXT_SEARCH_PARSER,
        Kind.TEXT_SEARCH_TEMPLATE,
        Kind.TEXT_SEARCH_DICTIONARY,
        Kind.TEXT_SEARCH_CONFIGURATION,
    }
)


@pytest.fixture(scope="module")
def types_database(pg_server):
    """A database that has everything, for tests that take back what they do."""
    with psycopg.connect(pg_server.url(), autocommit=True) as connection:
        connection.execute("create database types")
    _snapshot(pg_server.url("types"), EVERYTHING)
    yield pg_server.url("types")
    with psycopg.connect(pg_server.url(), autocommit=True) as connection:
        connection.execute("drop database types with (force)")


def _snapshot(url, text=None):
    with psycopg.connect(url, autocommit=True) as connection:
        if text is not None:
            connection.execute(text)
        return fetch_snapshot(connection, schemas=SCHEMAS)


def _dump(url, major):
    command = [tool("pg_dump", nearest_major(major * 10000)), "--schema-only", "--restrict-key=test", f"--dbname={url}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("\\"))


def _told(changes):
    return [(change.kind, change.name, change.attributes) for change in changes]


def test_a_restored_dump_is_equal(every_server, make_database):
    """pg_dump carries all that is read, and restoring it brings nothing that reads otherwise."""
    url, restored = make_database(every_server), make_database(every_server)
    before = _snapshot(url, EVERYTHING)
    assert {found.kind for found in before.objects} >= KINDS
    after = _snapshot(restored, _dump(url, every_server.major))
    assert _told(diff(before, after)) == []
    assert parse_snapshot(render_snapshot(after)) == after


def test_servers_of_different_age_print_alike(pg16, pg18, make_database):
    """The same statements make the same schema on both."""
    old, new = (_snapshot(make_database(server), EVERYTHING) for server in (pg16, pg18))
    assert _told(diff(old, new)) == []


def test_the_name_of_a_not_null_constraint_counts_where_both_servers_know_it(pg16, pg18, make_database):
    """Before PostgreSQL 17 a domain's NOT NULL has no name: what cannot be known is no difference."""
    named = "create domain d as int constraint never not null; comment on constraint never on domain d is 'x'"
    plain = "create domain d as int not null"
    new, usual = (_snapshot(make_database(pg18), text) for text in (named, plain))
    old = _snapshot(make_database(pg16), plain)
    assert _told(diff(old, new)) == _told(diff(new, old)) == []
    assert [set(change.attributes) for change in diff(usual, new)] == [{"not_null_name", "not_null_comment"}]


@pytest.mark.parametrize("name", ["d", "n" * 63, "n" * 54, "n" * 55, "數" * 21, "n" + "數" * 20, 'quo"te'])
def test_the_name_that_the_server_gives_is_none(pg18, make_database, name):
    """However it had to be cut; and one that only begins like it is a name."""
    with psycopg.connect(make_database(pg18), autocommit=True) as connection:
        quoted = '"' + name.replace('"', '""') + '"'
        connection.execute(f"create domain {quoted} as int not null")
        (usual,) = (f for f in fetch_snapshot(connection, schemas=SCHEMAS).objects if isinstance(f, Domain))
        given = connection.execute("select conname from pg_constraint where contype = 'n' and contypid <> 0").fetchone()
        connection.execute(f'alter domain {quoted} rename constraint "{given[0].replace(chr(34), chr(34) * 2)}" to n')
        (renamed,) = (f for f in fetch_snapshot(connection, schemas=SCHEMAS).objects if isinstance(f, Domain))
    assert (usual.not_null_name, renamed.not_null_name) == (None, "n")


def test_comments_on_parts_are_comments(make_database):
    """A comparison without comments passes over them all."""
    said = 'comment on column pair.b is null; comment on constraint "above.0" on domain positive is null'
    before, after = _snapshot(make_database(), EVERYTHING), _snapshot(make_database(), f"{EVERYTHING};{said}")
    assert {(c.name, *c.attributes) for c in diff(before, after)} == {
        ("public.pair", "column_comments.b"),
        ("public.positive", "constraint_comments.above.0"),
    }
    assert diff(before, after, scope=Scope(comments=False)) == ()


@pytest.mark.parametrize(
    "member",
    [
        "type mood",
        "domain positive",
        "type pair",
        "type floats",
        "type number",
        "type shell",
        "collation plain",
        "conversion other.latin",
        "operator < (number, number)",
        "operator family numbers using gist",
        "operator class boxes using gist",
        "cast (date as int)",
        "transform for number language sql",
        'access method "heap2"',
        'language "my.pl"',
        "text search parser words",
        "text search template lower",
        "text search dictionary odd",
        "text search configuration words",
    ],
)
def test_what_an_extension_has_is_not_ours(types_database, member):
    """Whatever becomes a member is gone from the snapshot, and nothing else is."""
    with psycopg.connect(types_database, autocommit=True) as connection, connection.transaction(force_rollback=True):
        before = read_snapshot(connection, schemas=SCHEMAS)
        connection.execute(f"set local search_path to public; alter extension plpgsql add {member}")
        after = read_snapshot(connection, schemas=SCHEMAS)
    (change,) = diff(before, after)
    assert (change.change, change.kind in KINDS) == (ChangeKind.REMOVED, True)


def test_a_role_without_rights_sees_the_same(types_database):
    """The catalogs of these kinds are open to everybody; names are printed alike whatever the search path."""
    with psycopg.connect(types_database, autocommit=True) as connection:
        before = fetch_snapshot(connection, schemas=SCHEMAS)
        connection.execute("create role nobody_special; set role nobody_special; set search_path to other, public")
        after = fetch_snapshot(connection, schemas=SCHEMAS)
        connection.execute("reset role; drop role nobody_special")
    assert _told(diff(before, after)) == []
