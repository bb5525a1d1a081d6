"""Snapshots of real databases: what is in them, what is not, and that they are stable."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from guardian.errors import GuardianError
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.codec import fingerprint
from guardian.schema.diff import diff
from guardian.schema.model import Column, Kind

ORDINARY = """
create type mood as enum ('sad', 'ok');
create table author (id bigint generated always as identity primary key, name varchar(50) not null unique);
create table book (
    id serial primary key, author bigint not null references author on delete cascade, price numeric(8,2) default 0,
    feeling mood not null default 'ok', added timestamptz not null default '2024-01-01 12:00+01', check (price >= 0)
);
create index on book (price, feeling) where price > 1.5;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update on book for each row execute function touch();
alter table book enable row level security;
create policy own on book using (author = 1);
"""


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as opened:
        yield opened


def own_names(snapshot):
    """All names but those of what every database has, itself and its owner."""
    always = {Kind.ROLE, Kind.DATABASE}
    return [str(found.name) for found in snapshot.objects if found.kind not in always]


def names(snapshot, kind):
    return [found.name for found in snapshot.objects if found.kind is kind]


def test_left_out(connection):
    """Neither guardian's own schema, nor the version table and its parts, nor temporary tables are read."""
    connection.execute("""
        create schema guardian; create table guardian.history (id int primary key);
        create table schema_migrations (version bigint primary key, dirty boolean not null);
        create temporary table passing (id int primary key);
        create table kept (id int);
    """)
    snapshot = fetch_snapshot(connection, schemas=["public", "guardian", "pg_catalog", "information_schema"])
    assert own_names(snapshot) == ["public", "public.kept", "public.kept.id"]
    assert snapshot.schemas == ("public",)


def test_another_version_table(connection):
    """The version table's name is the caller's; then the usual one is a table like any other."""
    connection.execute('create schema ops; create table ops."V" (v bigint); create table schema_migrations (v bigint)')
    snapshot = fetch_snapshot(connection, schemas=["public", "ops"], version_table=("ops", "V"))
    assert names(snapshot, Kind.TABLE) == ["public.schema_migrations"]


def test_extension_members_are_left_out(connection):
    """What belongs to an extension comes with it."""
    connection.execute("""
        create table mine (id int); create table theirs (id int primary key);
        create function theirs_too() returns int language sql as 'select 1';
        create view their_view as select 1 as a; create type their_type as enum ('a'); create sequence their_sequence;
    """)
    # Membership is all that counts; plpgsql is the extension that every database has.
    for member in (
        "table theirs",
        "function theirs_too()",
        "view their_view",
        "type their_type",
        "sequence their_sequence",
    ):
        connection.execute(f"alter extension plpgsql add {member}")
    snapshot = fetch_snapshot(connection, schemas=["public"])
    assert own_names(snapshot) == ["public", "public.mine", "public.mine.id"]


def test_needs_no_open_transaction(database):
    """Half of another transaction would be read, or its isolation level changed."""
    with psycopg.connect(database) as connection:
        connection.execute("select 1")
        with pytest.raises(GuardianError, match="no transaction open"):
            fetch_snapshot(connection, schemas=["public"])
        connection.rollback()
        assert fetch_snapshot(connection, schemas=["public"]).schemas == ("public",)


def test_session_settings_have_no_say(connection):
    """search_path, date style, time zone and the like neither change what is read nor are changed by it."""
    connection.execute(ORDINARY)
    plain = fetch_snapshot(connection, schemas=["public"])
    connection.execute("""
        set search_path = 'pg_temp'; set datestyle = 'German'; set timezone = 'Asia/Tokyo';
        set intervalstyle = 'iso_8601'; set quote_all_identifiers = on; set extra_float_digits = -5;
    """)
    assert fetch_snapshot(connection, schemas=["public"]) == plain
    assert connection.execute("show datestyle").fetchone() == ("German, DMY",)
    assert connection.execute("show search_path").fetchone() == ("pg_temp",)


def test_a_clone_is_equal(connection, pg_server, database):
    """Other oids, the same snapshot."""
    connection.execute(ORDINARY)
    original = fetch_snapshot(connection, schemas=["public"])
    connection.close()
    name = database.rpartition("/")[2].partition("?")[0]
    clone = sql.Identifier(f"{name}_clone")
    with psycopg.connect(pg_server.url(), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} template {}").format(clone, sql.Identifier(name)))
        try:
            with psycopg.connect(pg_server.url(f"{name}_clone"), autocommit=True) as opened:
                copied = fetch_snapshot(opened, schemas=["public"])
        finally:
            admin.execute(sql.SQL("drop database {}").format(clone))
    assert copied == original
    assert fingerprint(copied) == fingerprint(original)


def test_two_majors_are_equal(make_database, pg16, pg18):
    """The same DDL on 16 and 18 makes the same fingerprint: a plain NOT NULL is a row of pg_constraint only on 18."""
    found = []
    for server in (pg16, pg18):
        with psycopg.connect(make_database(server=server), autocommit=True) as connection:
            connection.execute(ORDINARY)
            found.append(fetch_snapshot(connection, schemas=["public"]))
    assert [snapshot.server_version // 10000 for snapshot in found] == [16, 18]
    assert diff(*found) == ()
    assert fingerprint(found[0]) == fingerprint(found[1])


def test_a_named_not_null_is_no_difference_to_an_older_server(make_database, pg16, pg18):
    """16 cannot name it; on 18 itself the name is a difference."""
    found = []
    for server, ddl in ((pg16, "a int not null"), (pg18, "a int constraint own not null"), (pg18, "a int not null")):
        with psycopg.connect(make_database(server=server), autocommit=True) as connection:
            connection.execute(f"create table t ({ddl})")
            found.append(fetch_snapshot(connection, schemas=["public"]))
    old, named, plain = found
    assert diff(old, named) == diff(named, old) == diff(old, plain) == ()
    assert [change.name for change in diff(plain, named)] == ["public.t.own"]


def test_dropped_columns_leave_no_gap(connection):
    """A table that lost a column is equal to one that never had it."""
    connection.execute("create table t (a int, gone int, b int); alter table t drop column gone")
    snapshot = fetch_snapshot(connection, schemas=["public"])
    columns = [found for found in snapshot.objects if isinstance(found, Column)]
    assert [(column.column, column.position) for column in columns] == [("a", 1), ("b", 2)]


def test_one_moment(connection, database):
    """The snapshot runs read-only: it can be taken on a standby, and by a role that may read nothing but catalogs."""
    connection.execute("create table t (a int)")
    connection.execute("drop role if exists onlooker; create role onlooker; grant usage on schema public to onlooker")
    expected = fetch_snapshot(connection, schemas=["public"])
    connection.execute("set role onlooker; set default_transaction_read_only = on")
    assert fetch_snapshot(connection, schemas=["public"]) == expected
    connection.execute("reset role; set default_transaction_read_only = off")
    connection.execute("drop owned by onlooker; drop role onlooker")
