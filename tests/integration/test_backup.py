"""A backup that fails is none: nothing is applied, and no half dump is left behind."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import conninfo, sql

from guardian import clock
from guardian.pg.backup import BackupFailed, make_backup
from guardian.pg.connect import connect
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.embedded.binaries import tool
from tests.plugin.project import Project


def prepared(project: Project) -> None:
    project.add("create table orders (id int);", "drop table orders;")
    project.ok("up", "dev")
    project.ok("lock")


def refused(project: Project, *words: str) -> None:
    run = project.guardian("promote", "prod")

    assert run.code == 1
    for word in ("the backup of prod failed", "nothing was changed there", *words):
        assert word in run.err
    assert "Traceback" not in run.err
    assert project.tables(project.prod) <= {"hidden", "large"}
    assert project.on_prod("select to_regclass('schema_migrations')") == [(None,)]


@pytest.fixture
def weak_role(project: Project) -> Iterator[str]:
    """A role that may migrate, and may not read everything."""
    (name,) = project.on_prod("select current_database()")[0]
    role = f"weak_{name}"
    project.on_prod(f"create role {role} login")
    project.on_prod(f"grant create on database {name} to {role}")
    project.on_prod(f"grant create on schema public to {role}")
    config = project.root / "guardian.toml"
    url = conninfo.make_conninfo(project.prod, user=role)
    ignored = '[[drift.ignore]]\nkind = "*"\npattern = "public.hidden*"\nreason = "not ours"\n'
    config.write_text(config.read_text() + f'promote_url = "{url}"\n{ignored}')
    yield role
    project.on_prod(f"drop owned by {role} cascade")
    project.on_prod(f"drop role {role}")


def test_a_table_that_may_not_be_read_is_named(project: Project, weak_role: str) -> None:
    project.on_prod("create table hidden (id int)")
    prepared(project)

    refused(project, "permission denied for table hidden")

    assert list((project.root / "backups").iterdir()) == []


def test_row_level_security_hides_no_rows_from_a_backup(project: Project, weak_role: str) -> None:
    project.on_prod("create table hidden (id int); alter table hidden enable row level security")
    project.on_prod(f"grant select on hidden to {weak_role}")
    prepared(project)

    refused(project, "row-level security policy")


def test_a_backup_directory_that_is_a_file_is_named(project: Project) -> None:
    prepared(project)
    (project.root / "backups").write_text("")

    refused(project, "backups: File exists", "backup.directory in guardian.toml")


def test_a_table_that_somebody_holds_is_waited_for_only_so_long(project: Project, monkeypatch) -> None:
    monkeypatch.setattr("guardian.pg.backup._LOCK_WAIT", "100ms")
    project.on_prod("create table held (id int)")
    with psycopg.connect(project.prod) as holder, connect(project.prod, target="prod") as connection:
        holder.execute("lock table held in access exclusive mode")
        with pytest.raises(BackupFailed, match=r"LOCK TABLE public\.held"):
            make_backup(connection, target="prod", directory=project.root / "b", version=None, now=clock.now())
    assert list((project.root / "b").iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a file system takes root")
def test_a_full_disk_leaves_nothing_behind(project: Project) -> None:
    prepared(project)
    folder = project.root / "backups"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"this container may not mount: {mounted.stderr.strip()}")
    try:
        project.on_prod("create table large as select md5(i::text) from generate_series(1, 20000) i")
        config = project.root / "guardian.toml"
        ignored = '[[drift.ignore]]\nkind = "table"\npattern = "public.large"\nreason = "the test\'s"\n'
        config.write_text(config.read_text() + ignored)

        refused(project, "No space left on device")

        assert list(folder.iterdir()) == []
    finally:
        subprocess.run(["umount", folder], check=True)


def test_hostile_names_are_backed_up_and_restored(project: Project, make_database) -> None:
    name = 'a "quoted"\n\x1b[2J\u202ename; drop table x'
    with psycopg.connect(project.prod, autocommit=True) as connection:
        connection.execute(sql.SQL("create table {} (id int)").format(sql.Identifier(name)))
    with connect(project.prod, target="prod") as connection:
        backup = make_backup(connection, target="prod", directory=project.root / "b", version=None, now=clock.now())

    fresh = make_database()
    subprocess.run([tool("pg_restore"), "--exit-on-error", "--dbname", fresh, backup.file], check=True)
    assert project.tables(fresh) == {name}


def test_a_dump_keeps_the_databases_bytes(project: Project, pg_server: EmbeddedServer) -> None:
    """In a database without an encoding text may be anything; it comes back as it was."""
    with psycopg.connect(pg_server.url(), autocommit=True) as server:
        server.execute("create database bytes encoding 'SQL_ASCII' locale 'C' template template0")
        try:
            with connect(pg_server.url("bytes"), target="prod") as connection:
                connection.execute(b"create table t (a text); insert into t values (e'caf\\xe9')")
                backup = make_backup(
                    connection, target="prod", directory=project.root / "b", version=None, now=clock.now()
                )
            dumped = subprocess.run(
                [tool("pg_restore"), "--file=-", backup.file], capture_output=True, check=True
            ).stdout
        finally:
            server.execute("drop database bytes with (force)")
    assert b"caf\xe9" in dumped
    assert b"client_encoding = 'SQL_ASCII'" in dumped
