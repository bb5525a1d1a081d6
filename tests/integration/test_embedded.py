"""The embedded server's promises in ordinary use."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import psycopg
import pytest

from guardian.errors import UsageError
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.embedded.binaries import majors


@pytest.mark.parametrize("major", majors())
def test_serves_and_leaves_nothing_behind(major):
    """A throw-away server of each major serves, and after stop neither process nor file of it is left."""
    server = EmbeddedServer.start(major=major)
    with psycopg.connect(server.url()) as connection:
        assert connection.info.server_version // 10000 == major
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
        assert connection.execute("SELECT pg_encoding_to_char(encoding) FROM pg_database").fetchone() == ("UTF8",)
        connection.execute("CREATE EXTENSION vector")
    server.stop()
    server.stop()
    assert not server.data_dir.parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server.pid, 0)


def test_fresh_databases_are_apart(make_database):
    """What a test makes in one database is in no other."""
    first, second = make_database(), make_database()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE t ()")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT to_regclass('public.t')").fetchone() == (None,)


def test_settings_reach_the_server():
    """Settings given to start are in force; those that guard the server are refused."""
    with EmbeddedServer.start(settings={"max_connections": "7"}) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SHOW max_connections").fetchone() == ("7",)
    with pytest.raises(UsageError, match="listen_addresses"):
        EmbeddedServer.start(settings={"listen_addresses": "*"})


def test_permissions_of_parents_stay(pg_server):
    """Starting and stopping changes the permission bits and owner of no folder above guardian's own."""
    folders = [*pg_server.data_dir.parent.parents, *Path("/var/cache/guardian").parents]
    before = [(folder.stat().st_mode, folder.stat().st_uid, folder.stat().st_gid) for folder in folders]
    with EmbeddedServer.start() as server:
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    assert [(folder.stat().st_mode, folder.stat().st_uid, folder.stat().st_gid) for folder in folders] == before


@pytest.mark.pg("< 10")
def test_marker_skips():
    """The pg marker keeps a test from running on another version."""
    pytest.fail("the tests never run on PostgreSQL 9")


@pytest.mark.pg(">= 16")
def test_environment_is_ours(pg_server):
    """No setting of the person who runs the tests reaches them, and the server is of the major asked for."""
    assert [name for name in os.environ if name.startswith("PG")] == []
    assert pg_server.major == int(os.environ.get("GUARDIAN_TEST_PG_MAJOR", "18"))


def test_any_role_any_database(pg_server, database):
    """The owner gets in as any role, and the URL carries names that need quoting."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute('CREATE ROLE "we/ird @x" LOGIN')
        connection.execute('CREATE DATABASE "d?b/%" OWNER "we/ird @x"')
    try:
        with psycopg.connect(pg_server.url("d?b/%", "we/ird @x")) as connection:
            row = connection.execute("SELECT current_user, current_database()").fetchone()
            assert row == ("we/ird @x", "d?b/%")
    finally:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute('DROP DATABASE "d?b/%"')
            connection.execute('DROP ROLE "we/ird @x"')


def test_both_majors_side_by_side(pg16, pg18, make_database):
    """Databases can be made on either server in one test."""
    for server, major in ((pg16, 16), (pg18, 18)):
        with psycopg.connect(make_database(server)) as connection:
            assert connection.info.server_version // 10000 == major
