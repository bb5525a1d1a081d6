"""migrate-dev and migrate-prod in a project with guardian.toml."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from guardian import clock
from guardian.cli.alias.command import migrate
from guardian.migrate.go_time import render_go_time
from guardian.migrate.lock_id import migration_lock_ids
from tests.compat.tool import golang_migrate
from tests.plugin.project import Project, Run
from tests.plugin.tools import require


@dataclass(frozen=True, slots=True)
class Alias:
    project: Project
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, target: str, words: str, *, answer: str = "") -> Run:
        self.project.capsys.readouterr()
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        code = migrate(target, words.split())
        out, err = self.project.capsys.readouterr()
        return Run(code=code, out=out, err=err)


@pytest.fixture
def alias(project: Project, monkeypatch: pytest.MonkeyPatch) -> Alias:
    return Alias(project, monkeypatch)


def test_the_documents_quick_reference(project: Project, alias: Alias) -> None:
    """Section 9.1 of the origin document, word for word."""
    project.user_migrations()
    project.ok("lock")

    assert alias("dev", "version").err == "error: no migration\n"
    assert alias("dev", "up 1").code == 0
    assert alias("dev", "version").err == "1\n"
    assert alias("dev", "up").code == 0
    assert alias("dev", "down 1").code == 0
    assert alias("dev", "force 3").code == 0
    assert alias("dev", "goto 2").code == 0
    assert alias("dev", "up").code == 0
    assert alias("prod", "version").code == 1
    promoted = alias("prod", "up 1")
    assert (promoted.code, promoted.out) == (0, ""), promoted.err
    assert alias("prod", "version").err == "1\n"
    assert alias("prod", "up").code == 0
    assert alias("prod", "up").err.endswith("no change\n")
    assert alias("prod", "down 1", answer="prod\n").code == 0
    assert project.on_prod("select version, dirty from schema_migrations") == [(2, False)]


def test_the_documents_long_form_needs_no_configuration(project: Project, alias: Alias) -> None:
    """Section 7: `-path X -database URL COMMAND`."""
    (project.root / "guardian.toml").unlink()
    project.user_migrations()
    long = f"-path {project.migrations} -database {project.dev}"

    for command in ("force 3", "version", "force 1", "up"):
        ran = alias("dev", f"{long} {command}")
        assert (ran.code, ran.out) == (0, ""), ran.err

    assert project.on_dev("select version from schema_migrations") == [(3,)]


def test_the_source_may_be_a_url(project: Project, alias: Alias) -> None:
    project.add("select 1;")
    for source in (f"-source file://{project.migrations}", "-source=file://migrations", "--path ./migrations"):
        assert alias("dev", f"{source} goto 1").code == 0


@pytest.mark.parametrize("command", ["down 1", "down", "down -all", "goto 1", "force 1", "force -1", "drop", "drop -f"])
@pytest.mark.parametrize("answer", ["", "y\n", "dev\n"])
def test_a_protected_target_is_asked_for_by_name(project: Project, alias: Alias, command: str, answer: str) -> None:
    """No -f and no -all goes around it."""
    project.on_prod("create table schema_migrations (version bigint primary key, dirty boolean not null)")
    project.on_prod("insert into schema_migrations values (2, false)")
    project.add("select 1;")
    project.add("select 1;")

    ran = alias("prod", command, answer=answer)

    assert ran.code == 1
    assert "nothing was done to prod" in ran.err
    assert project.on_prod("select version, dirty from schema_migrations") == [(2, False)]


def test_up_on_a_protected_target_goes_through_the_gates(project: Project, alias: Alias) -> None:
    project.add("create table first (id int);")

    ran = alias("prod", "up")

    assert ran.code == 1
    assert "guardian.lock" in ran.err
    assert project.tables(project.prod) == set()


@pytest.mark.parametrize("target", ["dev", "prod"])
def test_a_database_flag_is_no_way_around_the_protection(project: Project, alias: Alias, target: str) -> None:
    """migrate-dev with PROD's address is migrate-prod."""
    project.add("create table first (id int);")

    ran = alias(target, f"-database {project.prod} up")

    assert ran.code == 1
    assert "guardian.lock" in ran.err
    assert project.tables(project.prod) == set()


def test_a_protected_target_is_not_dropped_while_it_holds_data(project: Project, alias: Alias) -> None:
    project.on_prod("create table kept (id int)")
    project.on_prod("insert into kept values (1)")

    refused = alias("prod", "drop", answer="prod\n")
    project.on_prod("delete from kept")
    dropped = alias("prod", "drop", answer="prod\n")

    assert refused.code == 1
    assert "kept hold data" in refused.err
    assert dropped.code == 0, dropped.err
    assert project.tables(project.prod) == set()


def test_the_lock_timeout_is_the_configured_one_or_the_flags(project: Project, alias: Alias) -> None:
    project.add("select 1;")
    toml = project.root / "guardian.toml"
    toml.write_text(toml.read_text().replace('role = "development"', 'role = "development"\nlock_timeout = "200ms"'))
    name = project.on_dev("select current_database()")[0][0]
    with psycopg.connect(project.dev, autocommit=True) as other:
        lock_id = migration_lock_ids(database=name, schema="public", table="schema_migrations")[0]
        other.execute("select pg_advisory_lock(%s)", [lock_id])
        waited = []
        for words in ("up", "-lock-timeout 2 up", "-lock-timeout 0 force 1"):
            start = clock.monotonic()
            ran = alias("dev", words)
            waited.append(clock.monotonic() - start)
            assert ran.code == 1
            assert "is being migrated by" in ran.err

    assert waited[0] < 2 < waited[1]
    assert project.on_dev("select to_regclass('schema_migrations') is null") == [(True,)]


def test_the_configured_version_table_counts(project: Project, alias: Alias) -> None:
    project.add("select 1;")
    project.on_dev("create schema meta")
    toml = project.root / "guardian.toml"
    keys = 'role = "development"\nversion_table = "versions"\nversion_schema = "meta"'
    toml.write_text(toml.read_text().replace('role = "development"', keys))

    assert alias("dev", "up").code == 0

    assert project.on_dev("select version from meta.versions") == [(1,)]


def test_create_knows_gos_layouts(project: Project, alias: Alias, tmp_path: Path) -> None:
    """Each layout as golang-migrate's program renders it, at a moment between before and after."""
    binary = golang_migrate(require("migrate"))
    layouts = ["20060102", "unix", "2006002", "060102", "2006010215", "20060102150405", "1Jan2Mon3PM", "_2__2", "Z0700"]
    for number, layout in enumerate(layouts):
        place = tmp_path / str(number)
        place.mkdir()
        before = clock.now()
        ran = binary(["create", "-ext", "sql", "-dir", str(place), "-format", layout, "x"])
        assert ran.code == 0
        made = next(place.iterdir()).name.removesuffix(".up.sql").removesuffix(".down.sql").removesuffix("_x")
        seconds = int((clock.now() - before).total_seconds()) + 2
        assert made in {render_go_time(before.astimezone(UTC) + timedelta(seconds=s), layout) for s in range(seconds)}


def test_create_numbers_after_the_highest(project: Project, alias: Alias, monkeypatch: pytest.MonkeyPatch) -> None:
    """golang-migrate takes the file that sorts last as text: here it would make a second 3."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 18, 23, 30, tzinfo=UTC))
    monkeypatch.chdir(project.migrations)
    for name in ("2_a", "10_b", "3_c"):
        (project.migrations / f"{name}.up.sql").touch()

    assert alias("dev", "create -ext sql -seq next").err.splitlines() == [
        str(project.migrations / f"000011_next.{direction}.sql") for direction in ("up", "down")
    ]
    assert alias("dev", "create -ext sql -tz Asia/Tokyo tomorrow").code == 0
    assert (project.migrations / "20260119083000_tomorrow.up.sql").read_bytes() == b""
    assert "duplicate migration version" in alias("dev", "create -ext sql -format 11 again").err
    assert "too large" in alias("dev", "create -ext sql -seq next").err
    assert "would be no migration" in alias("dev", "create -ext sql -format 2006-01-02 x").err
    assert "would be no migration" in alias("dev", "create -ext sql a/b").err
