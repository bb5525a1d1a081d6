"""What the reading role may not see is said, and never taken for not there; and no secret is ever kept."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.codec import parse_snapshot, render_snapshot
from guardian.schema.diff import diff

SCHEMA = """
create foreign data wrapper w options (token 'top-secret-1');
create server s foreign data wrapper w options (host 'h', api_key 'top-secret-2', url 'https://u:top-secret-3@h/');
create user mapping for public server s options (user 'me', password 'top-secret-4', anything 'top-secret-5');
create foreign table f (a int options (secret 'top-secret-6')) server s options (conn_string 'password=top-secret-7');
create subscription sub connection 'host=h port=5433 dbname=d user=u password=top-secret-8' publication p
    with (connect = false, slot_name = none, enabled = false);
create table t (a int primary key check (a > 0)); alter table t enable row level security; create policy own on t;
grant select on t to public;
create publication pub for table t;
"""


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as opened:
        yield opened
        opened.execute("reset role")
        opened.execute("alter subscription sub set (slot_name = none)")
        opened.execute("drop subscription sub")


@pytest.fixture
def onlooker(connection):
    """A schema with everything that is not for everybody, and a role with no rights at all."""
    connection.execute(SCHEMA)
    connection.execute("drop role if exists onlooker; create role onlooker")
    yield "onlooker"
    connection.execute("reset role; drop owned by onlooker; drop role onlooker")


def unseen_parts(snapshot):
    return {f"{found.kind} {found.name}": found.unseen for found in snapshot.objects if found.unseen}


def test_no_secret_is_kept(connection, onlooker):
    """Neither the values of secret options and settings, nor who logs in with what, are in a snapshot."""
    name = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("alter database {} set app.jwt_secret = 'top-secret-9'").format(name))
    connection.execute(sql.SQL("alter role onlooker in database {} set app.token = 'top-secret-10'").format(name))
    text = render_snapshot(fetch_snapshot(connection, schemas=["public"]))
    assert "top-secret" not in text
    found = parse_snapshot(text)
    values = {item.name: item.values() for item in found.objects}
    assert values["sub"]["connection"] == "host=h port=5433 dbname=d"
    assert values["s"]["options"] == (("api_key", "(hidden)"), ("host", "h"), ("url", "(hidden)"))
    mapping = values["public on s"]["options"]
    assert mapping == (("anything", "(hidden)"), ("password", "(hidden)"), ("user", "me"))
    assert values["database"]["settings"] == (("app.jwt_secret", "(hidden)"),)


def test_a_role_without_rights_sees_all_but_secrets(connection, onlooker):
    """What only some may see is named where it is unseen, and is no difference."""
    everything = fetch_snapshot(connection, schemas=["public"])
    assert unseen_parts(everything) == {}
    connection.execute("set role onlooker")
    seen = fetch_snapshot(connection, schemas=["public"])
    assert seen.unseen == ()
    assert unseen_parts(seen) == {"user_mapping public on s": ("options",), "subscription sub": ("connection",)}
    assert diff(everything, seen) == diff(seen, everything) == ()


@pytest.mark.parametrize(
    ("catalog", "unseen"),
    [
        ("pg_policy", ("policy",)),
        ("pg_event_trigger", ("event_trigger",)),
        ("pg_subscription", ("subscription",)),
        ("pg_user_mappings", ("user_mapping",)),
        ("pg_publication_rel", ("publication",)),
        ("pg_description", ("comment", "extension")),
        ("pg_default_acl", ("default_privileges", "privileges")),
        ("pg_seclabel", ("extension", "security_labels")),
    ],
)
def test_a_closed_catalog(connection, onlooker, catalog, unseen, caplog):
    """The kinds that need it are left out and named; all others are read, and nothing seems to be missing."""
    everything = fetch_snapshot(connection, schemas=["public"])
    what = sql.SQL("select on pg_catalog.{}").format(sql.Identifier(catalog))
    connection.execute(sql.SQL("revoke {} from public").format(what))
    try:
        open_again = fetch_snapshot(connection, schemas=["public"])
        connection.execute("set role onlooker")
        seen = fetch_snapshot(connection, schemas=["public"])
        left = set(unseen)
        assert left <= set(seen.unseen)
        assert not left & {found.kind for found in seen.objects}
        assert diff(open_again, seen) == diff(seen, open_again) == ()
        assert parse_snapshot(render_snapshot(seen)) == seen
        # Its rights on the catalog itself are what the owner of the database sees of it.
        changed = [path for change in diff(everything, open_again) for path in change.attributes]
        assert all(path.startswith("system_privileges.") for path in changed)
        assert [record.getMessage() for record in caplog.records] == []
    finally:
        connection.execute("reset role")
        connection.execute(sql.SQL("grant {} to public").format(what))


def test_a_role_that_was_removed_by_hand(make_server):
    """A catalog that refers to what is not there any more is read all the same."""
    server = make_server()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("""
            create role gone; create role member; grant gone to member;
            create table t (a int); alter table t owner to gone; create table u (a int); grant select on u to gone;
            create policy p on u to gone; alter default privileges for role gone grant select on tables to gone;
            create foreign data wrapper w; create server s foreign data wrapper w;
            create user mapping for gone server s; alter role gone in database postgres set work_mem = '8MB';
        """)
        connection.execute("delete from pg_catalog.pg_authid where rolname = 'gone'")
        snapshot = fetch_snapshot(connection, schemas=["public"])
        found = {f"{item.kind} {item.name}": item for item in snapshot.objects}
        assert found["table public.t"].owner.startswith("unknown (OID=")
        assert diff(snapshot, fetch_snapshot(connection, schemas=["public"])) == ()
        assert parse_snapshot(render_snapshot(snapshot)) == snapshot
