"""What belongs to the database as a whole, dumped by pg_dump and restored elsewhere, is the same."""

from __future__ import annotations

import subprocess

import psycopg
import pytest

from guardian.pg.embedded.binaries import tool
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.diff import diff

# Without --create, the settings and grants of the database are in no dump; grants on languages that are not procedural,
# such as sql, never are.
SCHEMA = """
create schema other;
create extension vector schema other;
grant usage on schema other to dumped; revoke all on function other.vector_dims(other.vector) from public;
create foreign data wrapper "W" options (a 'b'); grant usage on foreign data wrapper "W" to dumped with grant option;
create server "S.1" type 't' version 'v' foreign data wrapper "W" options (host 'h', password 'p');
alter server "S.1" owner to dumped;
create user mapping for dumped server "S.1" options (user 'u', password 'p');
create user mapping for public server "S.1";
create foreign table f (a int options (x 'y') not null, check (a > 1)) server "S.1" options (t 'f');
create table t (a int primary key, b text check (b > 'x')); grant select (a), insert on t to public;
revoke update on t from current_user; alter table t owner to dumped;
create publication p for table t (a) where (a > 1) with (publish = 'insert');
create publication whole for tables in schema other;
create subscription dumped_sub connection 'host=h dbname=d password=p' publication a, b
    with (connect = false, slot_name = none, enabled = false, streaming = on, origin = none);
create function g() returns event_trigger language plpgsql as 'begin end';
create event trigger e on ddl_command_end when tag in ('DROP TABLE', 'CREATE TABLE') execute function g();
alter event trigger e enable always; comment on event trigger e is 'c';
alter default privileges for role dumped revoke execute on functions from public;
alter default privileges for role dumped in schema other grant select on tables to public;
grant execute on function pg_ls_dir(text) to dumped; revoke all on function pg_backend_pid() from public;
revoke usage on schema public from public;
"""


@pytest.fixture(params=["pg16", "pg18"])
def server(request):
    return request.getfixturevalue(request.param)


def fetch(url):
    with psycopg.connect(url, autocommit=True) as connection:
        return fetch_snapshot(connection, schemas=["public", "other"])


def test_a_restored_dump_is_equal(server, make_database):
    """Dumped and restored into another database, nothing differs."""
    original, copy = make_database(server=server), make_database(server=server)
    with psycopg.connect(original, autocommit=True) as connection:
        connection.execute("drop role if exists dumped; create role dumped superuser")
        for statement in SCHEMA.split(";\n"):
            connection.execute(statement)
        before = fetch(original)
        command = [tool("pg_dump", server.major), "--schema-only", f"--dbname={original}"]
        dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert "CREATE SUBSCRIPTION" in dump
    try:
        restore(dump, copy)
        assert [(c.name, *c.attributes.items()) for c in diff(before, fetch(copy))] == []
    finally:
        for url in (copy, original):
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("drop subscription if exists dumped_sub")
                connection.execute("drop owned by dumped cascade")
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("drop role dumped")


def restore(dump, url):
    """Run the script as psql would, without its own commands."""
    text = "\n".join(line for line in dump.splitlines() if not line.startswith("\\"))
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in text.split(";\n"):
            if statement.strip():
                connection.execute(statement)
