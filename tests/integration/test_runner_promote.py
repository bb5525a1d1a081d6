"""Promotion and replay of files that no transaction holds."""

from __future__ import annotations

from tests.plugin.project import Project

_INDEXED = "create index concurrently i on items (id);\ncreate unique index concurrently u on items (name);"


def test_a_promotion_goes_on_where_it_was_cut_off(project: Project) -> None:
    """Verified against a replay of the same files, which runs statement by statement too."""
    project.add("create table items (id int, name text);", "drop table items;")
    project.ok("lock")
    project.ok("up", "dev")
    project.ok("promote", "prod")
    project.on_prod("insert into items values (1, 'a'), (2, 'a')")
    project.add(_INDEXED, "drop index concurrently i; drop index concurrently u;")
    project.ok("lock")
    project.ok("up", "dev")

    failed = project.guardian("promote", "prod")

    assert failed.code == 1
    assert "it goes on at statement 2" in failed.err
    assert project.on_prod("select version, dirty from schema_migrations") == [(2, True)]
    project.on_prod("update items set name = 'b' where id = 2")
    run = project.ok("promote", "prod")
    assert "goes on at statement 2" in run.err
    assert project.on_prod("select version, dirty from schema_migrations") == [(2, False)]
    actions = "select action, version, outcome from guardian.history order by id"
    assert project.on_prod(actions) == [
        ("promote", 1, "done"), ("promote", 2, "failed"), ("promote", 2, "done"),
    ]  # fmt: skip


def test_a_replay_leaves_the_scratch_server_alone(project: Project) -> None:
    """What reaches beyond the database would change a server that others use."""
    name = project.on_dev("select current_database()")[0][0]
    project.add(f"create database {name}_side; alter system set work_mem = '7MB'; create table a (id int);")
    project.on_dev(f"drop database if exists {name}_side")
    server = project.prod.replace("/" + project.on_prod("select current_database()")[0][0], "/postgres")
    config = project.root / "guardian.toml"
    config.write_text(config.read_text() + f'[scratch]\nurl = "{server}"\n')

    run = project.ok("--json", "diff", "migrations", "migrations")

    assert run.document["equal"] is True
    assert project.on_dev("select count(*) from pg_database where datname like '%side'") == [(0,)]
    assert project.on_dev("select count(*) from pg_file_settings where name = 'work_mem'") == [(0,)]
