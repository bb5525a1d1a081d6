"""guardian drift: what went around the migrations is found, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from guardian import clock
from guardian.app.drift_check import check_drift
from guardian.app.expected import ExpectedSchemas
from guardian.app.load import load_config, load_migrations
from guardian.migrate.lock_id import migration_lock_ids
from guardian.pg.connect import connect
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.scratch import scratch_database
from tests.plugin.project import ROOT, Project

DOCUMENT = {"target", "version", "pending", "drifted", "migrating", "findings"}
FINDING = {
    "id", "kind", "name", "change", "severity", "attributes", "sentence", "who", "when", "adopt_sql", "revert_sql",
    "acknowledged",
}  # fmt: skip


def with_scratch(project: Project) -> None:
    """Replay beside DEV: a database is made there in a moment, a server is not."""
    config = project.root / "guardian.toml"
    config.write_text(config.read_text().replace("[targets.dev]", f'[scratch]\nurl = "{project.dev}"\n[targets.dev]'))


@pytest.fixture
def migrated(project: Project) -> Project:
    """PROD at version 1 of two, as its migrations make it."""
    with_scratch(project)
    project.add("create table orders (id int primary key, note text);", "drop table orders;")
    project.ok("up", "dev")
    project.ok("lock")
    project.ok("promote", "prod")
    project.add("create table later (id int);", "drop table later;", name="later")
    return project


def test_pending_is_no_drift(migrated: Project) -> None:
    run = migrated.ok("--json", "drift", "prod")

    assert set(run.document) == DOCUMENT
    assert run.document["pending"] == ["000002_later"]
    assert (run.document["version"], run.document["drifted"], run.document["findings"]) == (1, False, [])
    assert "pending: 000002_later\nno drift" in migrated.ok("drift").out


def test_what_somebody_did_is_found_with_both_ways_out(migrated: Project) -> None:
    """The SQL of each finding does what it says: reverted, nothing is left."""
    migrated.on_prod("alter table orders drop note, add rogue int not null default 7")

    run = migrated.guardian("--json", "drift", "prod")

    assert run.code == 3
    assert run.document["drifted"] is True
    assert all(set(finding) == FINDING for finding in run.document["findings"])
    found = {finding["name"]: finding for finding in run.document["findings"]}
    assert found["public.orders.note"]["change"] == "removed"
    assert found["public.orders.rogue"]["change"] == "added"
    assert (found["public.orders.rogue"]["who"], found["public.orders.rogue"]["acknowledged"]) == (None, None)
    for finding in run.document["findings"]:
        migrated.on_prod(finding["revert_sql"])
    assert migrated.guardian("drift", "prod").code == 0


def test_the_id_stays_while_the_drift_stays(migrated: Project) -> None:
    migrated.on_prod("alter table orders add rogue int")
    first = migrated.guardian("--json", "drift").document["findings"][0]["id"]
    migrated.on_prod("create table other (id int)")
    again = {found["id"] for found in migrated.guardian("--json", "drift").document["findings"]}
    migrated.on_prod("alter table orders alter rogue type bigint")
    changed = {found["id"] for found in migrated.guardian("--json", "drift").document["findings"]}

    assert first in again
    assert first not in changed


def test_what_a_rule_names_is_ignored(migrated: Project) -> None:
    with (migrated.root / "guardian.toml").open("a") as file:
        file.write('[[drift.ignore]]\nkind = "table"\npattern = "public.tmp_*"\nreason = "made by the application"\n')
    migrated.on_prod("create table tmp_1 (id int)")

    assert migrated.guardian("drift").code == 0
    migrated.on_prod("create table other (id int)")
    assert [f["name"] for f in migrated.guardian("--json", "drift").document["findings"]] == ["public.other"]


def test_a_target_that_is_being_migrated_is_not_compared(migrated: Project) -> None:
    migrated.on_prod("create table rogue (id int)")
    name = migrated.on_prod("select current_database()")[0][0]
    lock_id = migration_lock_ids(database=name, schema="public", table="schema_migrations")[1]
    with psycopg.connect(migrated.prod, autocommit=True, application_name="bad\nname\x1b[2J") as holder:
        holder.execute("select pg_advisory_lock(%s)", [lock_id])
        text, document = migrated.guardian("drift", "prod"), migrated.guardian("--json", "drift", "prod")

    assert (text.code, document.code) == (1, 1)
    assert "not compared" in text.out
    assert text.out.count("\n") == 1
    assert "\x1b" not in text.out + document.out
    assert document.document["migrating"].startswith("bad")
    assert (document.document["drifted"], document.document["findings"]) == (False, [])


def test_a_migration_that_ran_meanwhile_is_no_drift(migrated: Project) -> None:
    """The version is asked again after the comparison."""
    environment = {"GUARDIAN_DEV_URL": migrated.dev, "GUARDIAN_PROD_URL": migrated.prod}
    config = load_config(None, folder=migrated.root, environment=environment)

    class Slow(ExpectedSchemas):
        def get(self, *arguments, **keywords):
            migrated.on_prod("update schema_migrations set version = 2")
            return super().get(*arguments, **keywords)

    report = check_drift(config, config.targets[1], load_migrations(config), Slow(config))

    assert report.migrating == "somebody who has just finished"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update schema_migrations set dirty = true", "prod is dirty at version 1"),
        (
            "update schema_migrations set version = 99",
            "prod is at version 99, of which the migrations directory has",
        ),
        ("insert into schema_migrations values (2, false)", "more than one row"),
    ],
)
def test_a_version_that_says_nothing_is_an_error(migrated: Project, statement: str, said: str) -> None:
    """Never "no drift" where nothing is known."""
    migrated.on_prod(statement)

    run = migrated.guardian("drift", "prod")

    assert run.code == 1
    assert said in run.err
    assert run.out == ""
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(("relock", "gone"), [(False, False), (True, False), (True, True)])
def test_a_promoted_file_edited_here_is_not_the_truth(migrated: Project, *, relock: bool, gone: bool) -> None:
    """An edited file would be reported as drift on PROD, where nobody did anything."""
    file = migrated.migrations / "000001_step.up.sql"
    if gone:
        file.unlink()
    else:
        file.write_text("create table orders (id int primary key, note text, extra int);")
    if relock:
        migrated.ok("lock")

    run = migrated.guardian("drift", "prod")

    assert run.code == 1
    assert "000001_step.up.sql" in run.err
    assert run.err.endswith("restore it from git\n")
    assert run.out == ""


def test_line_endings_are_no_edit(migrated: Project) -> None:
    file = migrated.migrations / "000001_step.up.sql"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b";", b";\r\n").replace(b"\r\n", b"", 1))

    assert migrated.guardian("drift", "prod").code == 0


def test_a_file_edited_before_its_promotion_is_no_matter(migrated: Project) -> None:
    (migrated.migrations / "000002_later.up.sql").write_text("create table later (id bigint);")

    assert migrated.guardian("drift", "prod").code == 0


def test_a_schema_that_is_nowhere_is_an_error(migrated: Project) -> None:
    """A slip of the pen would mean "no drift" for ever."""
    migrated.ok("up", "dev")
    config = migrated.root / "guardian.toml"
    config.write_text(config.read_text().replace('role = "development"', 'role = "development"\nschemas = ["pulbic"]'))

    run = migrated.guardian("drift", "dev")

    assert run.code == 2
    assert '[targets.dev]: schemas: schema "pulbic" is neither on dev nor made by the migrations' in run.err


def test_without_one_protected_target_its_name_is_asked_for(project: Project) -> None:
    config = project.root / "guardian.toml"
    config.write_text(config.read_text().replace('"production"', '"development"'))

    run = project.guardian("drift")

    assert run.code == 2
    assert "say which target to check" in run.err


@pytest.fixture
def role(project: Project) -> str:
    return f"app_{project.on_prod('select current_database()')[0][0]}"


@pytest.mark.parametrize("made", ["by hand", "by the migration"])
def test_policies_and_grants_to_roles_are_replayed(project: Project, role: str, made: str) -> None:
    """In the embedded server, where PROD's roles are not; and PROD has those that its migrations made."""
    make = f"create role {role};"
    policy = f"create table t (id int); alter table t enable row level security; create policy p on t to {role};"
    if made == "by hand":
        project.on_prod(make)
    try:
        project.add((make if made == "by the migration" else "") + policy + f"grant select on t to {role};")
        project.ok("lock")
        text = (project.root / "guardian.toml").read_text()
        (project.root / "guardian.toml").write_text(text[text.index("[targets.prod]") :])

        project.ok("promote", "prod")

        assert project.ok("drift").out.endswith("no drift\n")
        assert project.ok("diff", "migrations", "prod").out == "equal\n"
    finally:
        project.on_prod(f"drop owned by {role} cascade")
        project.on_prod(f"drop role {role}")


def scratch_databases(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        found = connection.execute("select datname from pg_database where datname like 'guardian_scratch%'").fetchall()
    return [row[0] for row in found]


@pytest.mark.parametrize("extra", ["", "search_path=public&x-lock-table=y"])
def test_a_configured_scratch_server_is_left_as_it_was(
    migrated: Project, make_server: Callable[[], EmbeddedServer], extra: str
) -> None:
    server = make_server()
    url = server.url() + (("&" if "?" in server.url() else "?") + extra if extra else "")
    config = migrated.root / "guardian.toml"
    config.write_text(config.read_text().replace(f'url = "{migrated.dev}"', f'url = "{url}"'))

    assert migrated.guardian("drift").code == 0
    (migrated.migrations / "000001_step.up.sql").write_text("create table orders (id nonsense);")
    (migrated.migrations / "guardian.lock").unlink()
    failed = migrated.guardian("drift")

    assert failed.code == 1
    assert "cannot be replayed" in failed.err
    assert scratch_databases(server.url()) == []
    with pytest.raises(KeyboardInterrupt):
        interrupted(url)
    assert scratch_databases(server.url()) == []


def interrupted(url: str) -> None:
    with scratch_database(server_url=url, server_version=180000) as connection:
        assert scratch_databases(url.partition("search_path")[0].rstrip("?&")) == [connection.info.dbname]
        raise KeyboardInterrupt


def test_ctrl_c_leaves_no_scratch_database(migrated: Project, make_server: Callable[[], EmbeddedServer]) -> None:
    """The signal comes while a file is replayed; the command ends at once, with one line and code 130."""
    server = make_server()
    config = migrated.root / "guardian.toml"
    config.write_text(config.read_text().replace(f'url = "{migrated.dev}"', f'url = "{server.url()}"'))
    (migrated.migrations / "guardian.lock").unlink()
    (migrated.migrations / "000001_step.up.sql").write_text("create table a (id int); select pg_sleep(60);")
    command = subprocess.Popen(
        [sys.executable, "-m", "guardian", "drift", "prod"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with psycopg.connect(server.url(), autocommit=True) as connection:
        asleep = "select count(*) from pg_stat_activity where query like '%%pg_sleep%%' and pid <> pg_backend_pid()"
        deadline = clock.monotonic() + 20
        while connection.execute(asleep).fetchone() == (0,) and clock.monotonic() < deadline:
            clock.sleep(0.05)
    command.send_signal(signal.SIGINT)
    _, said = command.communicate(timeout=20)

    assert command.returncode == 130
    assert said.strip() == "guardian: interrupted"
    assert scratch_databases(server.url()) == []


HOSTILE = 'x"\n\nno drift\x1b[2J\x1b]0;pwned\x07\u202egnp\x9b31m'


def test_hostile_names_drive_no_terminal(migrated: Project) -> None:
    """A schema, a table and a column may be named anything; the reports stay what they are."""
    with psycopg.connect(migrated.prod, autocommit=True) as connection:
        name = sql.Identifier(HOSTILE)
        connection.execute(sql.SQL("create table {} ({} int)").format(name, name))
        connection.execute(sql.SQL("alter table orders add {} text default {}").format(name, sql.Literal(HOSTILE)))
        connection.execute(sql.SQL("comment on table orders is {}").format(sql.Literal(HOSTILE)))
        connection.execute(sql.SQL("create schema {0}; create table {0}.{0} (id int)").format(name))
    config = migrated.root / "guardian.toml"
    config.write_text(config.read_text() + 'schemas = ["public", "x\\"\\n\\nno drift\\u001b[2J\\u001b]0;pwned\\u0007'
                      '\\u202egnp\\u009b31m"]\n')  # fmt: skip

    outputs = [
        migrated.guardian(*arguments)
        for arguments in (
            ["drift", "prod"],
            ["--json", "drift", "prod"],
            ["diff", "dev", "prod"],
            ["--json", "diff", "dev", "prod"],
            ["promote", "prod"],
            ["status"],
            ["audit"],
        )
    ]

    (audit,) = migrated.migrations.glob("AUDIT_*.md")
    for text in (*(run.out + run.err for run in outputs), audit.read_text()):
        assert not set(text) & set("\x1b\x07\u202e\x9b\r")
        assert "\nno drift" not in text
    drift, document = outputs[0], outputs[1].document
    assert (drift.code, outputs[2].code, outputs[4].code) == (3, 3, 1)
    assert "\\x1b[2J" in drift.out
    names = {finding["name"] for finding in document["findings"]}
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    assert {f"public.{quoted}", f"public.orders.{quoted}", quoted} <= names
    for finding in sorted(document["findings"], key=lambda finding: finding["kind"] == "schema"):
        migrated.on_prod(finding["revert_sql"])
    assert migrated.tables(migrated.prod) == {"orders"}


def test_an_unreachable_target_is_not_without_drift(migrated: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUARDIAN_PROD_URL", "postgres://u:hunter2@127.0.0.1:1/d")

    run = migrated.guardian("drift")

    assert run.code == 1
    assert run.out == ""
    assert "cannot connect to prod" in run.err
    assert "hunter2" not in run.err


def test_the_reader_needs_no_rights_but_to_read(migrated: Project, pg_server: EmbeddedServer, tmp_path: Path) -> None:
    name = migrated.on_prod("select current_database()")[0][0]
    migrated.on_prod("create role watcher login; grant select on schema_migrations to watcher")
    try:
        text = (migrated.root / "guardian.toml").read_text()
        url = pg_server.url(name, "watcher")
        (migrated.root / "guardian.toml").write_text(text.replace('"env:GUARDIAN_PROD_URL"', f'"{url}"'))
        assert migrated.ok("drift").out.endswith("no drift\n")
        with connect(url, target="prod") as connection:
            assert connection.info.user == "watcher"
    finally:
        migrated.on_prod("drop owned by watcher")
        migrated.on_prod("drop role watcher")


def test_a_check_that_a_dump_has_reprinted_is_no_drift(project: Project, make_database) -> None:
    """A PROD that was once restored from a dump prints its expressions in another way than its migrations do."""
    with_scratch(project)
    project.add("create table t (a varchar(9), constraint k check (a in ('new', 'open')));", "drop table t;")
    project.ok("up", "dev")
    project.on_prod(
        "create table t (a varchar(9), constraint k check (a::text = any (array['new'::varchar::text, "
        "'open'::varchar::text])))"
    )
    project.on_prod("create table schema_migrations (version bigint primary key, dirty boolean not null)")
    project.on_prod("insert into schema_migrations values (1, false)")

    assert project.ok("--json", "drift", "prod").document["findings"] == []
    project.on_prod("alter table t drop constraint k, add constraint k check (a in ('new', 'shut'))")
    found = project.guardian("--json", "drift", "prod").document["findings"]
    assert [(f["kind"], f["name"]) for f in found] == [("constraint", "public.t.k")]
