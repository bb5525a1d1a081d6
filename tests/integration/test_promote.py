"""guardian promote: gates, backup, apply, verify, record, tell. Whatever does not go well changes nothing on PROD."""

from __future__ import annotations

import hashlib
import json
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guardian.adapters.bot_api_server import BotApiServer
from guardian.adapters.migrations_dir import read_lock
from guardian.app.promote import promote
from guardian.migrate.promotion import PromotionOutcome
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.embedded.binaries import tool
from tests.plugin.project import Project, Run
from tests.plugin.promoter import promoter


def dump(url: str) -> str:
    """Return the whole database as text: schema, rows and guardian's own tables."""
    command = [tool("pg_dump"), "--dbname", url, "--restrict-key=test"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@contextmanager
def unchanged(project: Project) -> Iterator[None]:
    before = dump(project.prod)
    lock = project.migrations / "guardian.lock"
    locked = lock.read_bytes() if lock.exists() else None
    yield
    assert dump(project.prod) == before
    assert (lock.read_bytes() if lock.exists() else None) == locked


def two_migrations(project: Project) -> None:
    project.add("create table orders (id int primary key); insert into orders values (1), (2);", "drop table orders;")
    project.add("alter table orders add note text;", "alter table orders drop note;", name="note")
    # Replay beside DEV: a database is made there in a moment, a server is not.
    config = project.root / "guardian.toml"
    config.write_text(config.read_text().replace("[targets.dev]", f'[scratch]\nurl = "{project.dev}"\n[targets.dev]'))
    project.ok("up", "dev")
    project.ok("lock")


def gate(run: Run, name: str) -> dict[str, object]:
    (found,) = [gate for gate in run.document["gates"] if gate["name"] == name]
    return found


def test_a_promotion_applies_records_and_marks(project: Project) -> None:
    two_migrations(project)

    run = project.ok("--json", "promote", "prod")

    assert run.document["outcome"] == "done"
    assert (run.document["from_version"], run.document["to_version"]) == (None, 2)
    assert run.document["applied"] == ["000001_step", "000002_note"]
    assert project.on_prod("select id, note from orders order by 1") == [(1, None), (2, None)]
    assert project.on_prod("select version, dirty from schema_migrations") == [(2, False)]
    rows = project.on_prod("select action, version, outcome, up_checksum from guardian.history order by id")
    assert [row[:3] for row in rows] == [("promote", 1, "done"), ("promote", 2, "done")]
    assert rows[0][3] == hashlib.sha256((project.migrations / "000001_step.up.sql").read_bytes()).hexdigest()
    lock = read_lock(project.migrations)
    assert lock is not None
    assert {line.file: [mark.target for mark in line.promotions] for line in lock.lines} == {
        f"{name}.{direction}.sql": ["prod"] for name in ("000001_step", "000002_note") for direction in ("up", "down")
    }
    assert project.ok("drift", "prod").out.endswith("no drift\n")
    assert project.ok("promote", "prod").out == "prod: nothing to promote\n"


def test_a_promotion_of_nothing_marks_what_is_there(project: Project) -> None:
    """After a run that was killed behind its last file, or a forced baseline, the lock file learns of it."""
    two_migrations(project)
    for file in sorted(project.migrations.glob("*.up.sql")):
        project.on_prod(file.read_text())
    project.on_prod("create table schema_migrations (version bigint primary key, dirty boolean not null)")
    project.on_prod("insert into schema_migrations values (2, false)")
    before = (project.migrations / "guardian.lock").read_text()

    project.ok("promote", "prod", "--dry-run")
    assert (project.migrations / "guardian.lock").read_text() == before
    project.ok("promote", "prod")

    lines = (project.migrations / "guardian.lock").read_text().splitlines()[1:]
    assert len(lines) == 4
    assert all(":prod" in line for line in lines)


def test_up_on_a_protected_target_is_a_promotion(project: Project) -> None:
    two_migrations(project)

    project.ok("up", "prod", "1")

    assert project.on_prod("select version from schema_migrations") == [(1,)]
    assert project.on_prod("select action from guardian.history") == [("promote",)]
    assert len(list((project.root / "backups").glob("*.dump"))) == 1


def test_a_dry_run_changes_nothing(project: Project) -> None:
    two_migrations(project)

    with unchanged(project):
        run = project.ok("--json", "promote", "prod", "--dry-run")

    assert run.document["outcome"] == "dry_run"
    assert run.document["migrations"] == ["000001_step.up.sql", "000002_note.up.sql"]
    assert all(found["passed"] for found in run.document["gates"])
    assert not (project.root / "backups").exists()


def no_lock_file(project: Project) -> None:
    (project.migrations / "guardian.lock").unlink()


def edited_file(project: Project) -> None:
    (project.migrations / "000002_note.up.sql").write_text("alter table orders add note int;")


def deleted_file(project: Project) -> None:
    (project.migrations / "000002_note.down.sql").unlink()


def missing_on_dev(project: Project) -> None:
    project.ok("down", "dev", "1")


def other_checksum_on_dev(project: Project) -> None:
    (project.migrations / "000002_note.up.sql").write_text("alter table orders add note varchar;")
    project.ok("lock")


def unreachable_dev(project: Project) -> None:
    text = (project.root / "guardian.toml").read_text()
    (project.root / "guardian.toml").write_text(
        text.replace("env:GUARDIAN_DEV_URL", "postgres://u:hunter2@127.0.0.1:1/d")
    )


def dirty_dev(project: Project) -> None:
    project.on_dev("update schema_migrations set dirty = true")


def drift(project: Project) -> None:
    project.on_prod("create table rogue (id int)")


@pytest.mark.parametrize(
    ("spoil", "name", "said"),
    [
        (no_lock_file, "lock file intact", "guardian.lock"),
        (edited_file, "lock file intact", "000002_note.up.sql was changed"),
        (deleted_file, "lock file intact", "000002_note.down.sql was deleted"),
        (missing_on_dev, "applied on DEV", "not there: 000002_note"),
        (other_checksum_on_dev, "applied on DEV", "other checksum: 000002_note"),
        (unreachable_dev, "applied on DEV", "cannot connect to dev"),
        (dirty_dev, "applied on DEV", "dev is at 2 (dirty)"),
        (drift, "no drift", "table public.rogue was added on prod"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_gate_that_fails_changes_nothing(
    project: Project, spoil: Callable[[Project], None], name: str, said: str
) -> None:
    """Not even a version table or guardian's schema; the gate says what it saw and what to do."""
    two_migrations(project)
    spoil(project)

    with unchanged(project):
        run = project.guardian("--json", "promote", "prod")

    assert run.code == 1
    assert run.document["outcome"] == "refused"
    assert gate(run, name)["passed"] is False
    assert said in str(gate(run, name)["evidence"])
    assert gate(run, name)["remedy"]
    assert "hunter2" not in run.out + run.err
    assert not (project.root / "backups").exists()
    assert project.on_prod("select to_regclass('schema_migrations'), to_regnamespace('guardian')") == [(None, None)]


def edit(file: Path) -> None:
    file.write_text("create table orders (id int primary key);")


@pytest.mark.parametrize("spoil", [edit, Path.unlink], ids=["edited", "deleted"])
def test_a_promoted_file_that_is_not_as_promoted_fails_the_gate(
    project: Project, spoil: Callable[[Path], None]
) -> None:
    """Rewriting the lock file keeps a promoted line, so the gate looks at the files."""
    two_migrations(project)
    project.ok("promote", "prod", "--limit", "1")
    spoil(project.migrations / "000001_step.down.sql")
    project.ok("lock")

    with unchanged(project):
        run = project.guardian("--json", "promote", "prod")

    assert run.code == 1
    assert "000001_step.down.sql was" in str(gate(run, "lock file intact")["evidence"])
    assert "restore it from git" in str(gate(run, "lock file intact")["remedy"])


def test_a_dirty_prod_is_refused(project: Project) -> None:
    two_migrations(project)
    project.ok("promote", "prod", "--limit", "1")
    project.on_prod("update schema_migrations set dirty = true")

    with unchanged(project):
        run = project.guardian("promote", "prod")

    assert run.code == 1
    assert "prod is dirty at version 1" in run.err
    assert run.err.count("\n") == 1


def test_a_development_target_is_not_promoted_to(project: Project) -> None:
    run = project.guardian("promote", "dev")

    assert run.code == 1
    assert "run guardian up dev" in run.err


@pytest.mark.parametrize("limit", ["0", "-1"])
def test_a_limit_below_one_is_wrong_usage(project: Project, limit: str) -> None:
    two_migrations(project)

    run = project.guardian("promote", "prod", "--limit", limit)

    assert run.code == 2
    assert "1 or more" in run.err


def test_the_backup_restores_to_what_was_there(project: Project, make_database: Callable[..., str]) -> None:
    """Rows and fingerprint of the database as it was before; the manifest is right, and the files are the owner's."""
    two_migrations(project)
    project.ok("promote", "prod", "--limit", "1")
    before = project.ok("fingerprint", "prod").out

    run = project.ok("--json", "promote", "prod")

    file = Path(run.document["backup"])
    manifest = json.loads(file.with_suffix(".json").read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.with_suffix(".json").stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert manifest["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (manifest["size"], manifest["file"]) == (file.stat().st_size, file.name)
    assert (manifest["target"], manifest["migration_version"], manifest["tables"]) == ("prod", 1, 4)
    fresh = make_database()
    subprocess.run([tool("pg_restore"), "--exit-on-error", "--dbname", fresh, file], check=True)
    assert project.query(fresh, "select id from orders order by 1") == [(1,), (2,)]
    assert project.query(fresh, "select version from schema_migrations") == [(1,)]
    assert project.query(fresh, "select count(*) from guardian.history") == [(1,)]
    assert project.ok("fingerprint", fresh).out == before
    assert project.ok("fingerprint", "prod").out != before


def test_backups_of_one_second_do_not_replace_each_other(project: Project) -> None:
    two_migrations(project)
    one = replace(promoter(project), now=datetime(2026, 1, 18, 10, tzinfo=UTC))

    first, second = promote(one, limit=1), promote(one, limit=1)

    assert (first.outcome, second.outcome) == (PromotionOutcome.DONE, PromotionOutcome.DONE)
    assert first.backup is not None
    assert second.backup is not None
    assert first.backup != second.backup
    manifests = [json.loads(Path(name).with_suffix(".json").read_text()) for name in (first.backup, second.backup)]
    assert [manifest["migration_version"] for manifest in manifests] == [None, 1]
    assert [Path(m["file"]).name for m in manifests] == [Path(first.backup).name, Path(second.backup).name]


@pytest.fixture
def telegram(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[BotApiServer]:
    monkeypatch.setenv("BOT_TOKEN", "123:T0ken")
    with BotApiServer(token="123:T0ken", chats=["-100"]) as server, (project.root / "guardian.toml").open("a") as file:
        file.write(f'[telegram]\ntoken = "env:BOT_TOKEN"\nchat_id = "-100"\napi_url = "{server.url}"\n')
        file.flush()
        yield server


def test_telegram_is_told_once(project: Project, telegram: BotApiServer) -> None:
    two_migrations(project)

    project.ok("promote", "prod")

    (message,) = telegram.messages
    assert "Promoted to prod: version 2" in message.text
    assert "000001_step\n000002_note" in message.text
    assert "not as expected" not in message.text


def test_a_second_migration_that_fails_leaves_the_first(project: Project, telegram: BotApiServer) -> None:
    """The command, Telegram, status, history and the lock file all say so."""
    project.add("create table orders (id int); insert into orders values (1), (1);", "drop table orders;")
    project.ok("up", "dev")
    project.on_dev("delete from orders")
    project.add("create unique index one on orders (id);", "drop index one;", name="unique")
    project.ok("up", "dev")
    project.ok("lock")

    run = project.guardian("--json", "promote", "prod")

    assert run.code == 1
    assert run.document["outcome"] == "failed"
    assert run.document["applied"] == ["000001_step"]
    assert "000002_unique.up.sql" in run.document["failure"]
    assert "guardian: 000002_unique.up.sql" in run.err
    assert "could not create unique index" in run.err
    assert project.on_prod("select version, dirty from schema_migrations") == [(1, False)]
    rows = project.on_prod("select version, outcome from guardian.history order by id")
    assert rows == [(1, "done"), (2, "failed")]
    (message,) = telegram.messages
    assert "not as expected, to prod: version 1" in message.text
    assert "000001_step" in message.text
    assert "000002_unique failed" in message.text
    (_, prod) = project.ok("--json", "status").document["targets"]
    assert (prod["version"], prod["dirty"], prod["pending"]) == (1, False, ["000002_unique"])
    lock = read_lock(project.migrations)
    assert lock is not None
    assert [line.file for line in lock.promoted] == ["000001_step.down.sql", "000001_step.up.sql"]


def test_a_first_migration_that_fails_leaves_nothing(project: Project, telegram: BotApiServer) -> None:
    project.on_prod("create table orders (id int); insert into orders values (1), (1);")
    project.on_dev("create table orders (id int)")
    (project.root / "guardian.toml").write_text(
        (project.root / "guardian.toml").read_text()
        + '[[drift.ignore]]\nkind = "table"\npattern = "public.orders"\nreason = "from before"\n'
    )
    project.add("create table if not exists orders (id int); create unique index one on orders (id);")
    project.ok("up", "dev")
    project.ok("lock")

    run = project.guardian("promote", "prod")

    assert run.code == 1
    assert "applied: nothing; prod is at no version" in run.out
    assert project.on_prod("select * from schema_migrations") == []
    (message,) = telegram.messages
    assert "000001_step failed on prod" in message.text
    assert "the database has no version, clean" in message.text


def test_telegram_that_does_not_answer_fails_no_promotion(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123:T0ken")
    with (project.root / "guardian.toml").open("a") as file:
        file.write('[telegram]\ntoken = "env:BOT_TOKEN"\nchat_id = "-100"\napi_url = "http://127.0.0.1:1"\n')
    two_migrations(project)

    run = project.ok("promote", "prod")

    assert "Telegram was not told yet" in run.err
    assert "T0ken" not in run.err + run.out


@pytest.mark.parametrize("state", ['state = "state"', 'state = "guardian.toml"'], ids=["no token", "no state"])
def test_alerts_that_cannot_be_made_fail_no_promotion(project: Project, state: str) -> None:
    text = (project.root / "guardian.toml").read_text().replace('state = "state"', state)
    (project.root / "guardian.toml").write_text(text + '[telegram]\ntoken = "env:BOT_TOKEN"\nchat_id = "-100"\n')
    two_migrations(project)

    run = project.ok("promote", "prod")

    assert "the promotion was not announced" in run.err


def test_the_promoting_credential_promotes(project: Project, pg_server: EmbeddedServer) -> None:
    """The role of `url` only reads; gates, backup and files run as that of `promote_url`."""
    name = project.on_prod("select current_database()")[0][0]
    project.on_prod("create role reader login")
    project.on_prod("create role releaser login superuser")
    try:
        text = (project.root / "guardian.toml").read_text()
        text = text.replace('"env:GUARDIAN_PROD_URL"', f'"{pg_server.url(name, "reader")}"')
        (project.root / "guardian.toml").write_text(text + f'promote_url = "{pg_server.url(name, "releaser")}"\n')
        two_migrations(project)

        project.ok("promote", "prod")

        assert project.on_prod("select distinct database_role from guardian.history") == [("releaser",)]
        assert project.on_prod("select tableowner from pg_tables where tablename = 'orders'") == [("releaser",)]
    finally:
        project.on_prod("drop owned by reader, releaser cascade")
        project.on_prod("drop role reader, releaser")


def test_a_prod_that_changes_between_gates_and_apply_is_not_touched(project: Project) -> None:
    """What was judged is what is changed: after the backup the schema is looked at again."""
    two_migrations(project)

    def somebody(message: str) -> None:
        if message.startswith("backing up"):
            project.on_prod("create table rogue (id int)")

    done = promote(promoter(project, somebody))

    assert done.outcome is PromotionOutcome.REFUSED
    assert done.gates[-1].name == "no drift since the gates"
    assert "public.rogue" in done.gates[-1].evidence
    assert project.tables(project.prod) == {"rogue"}
    assert project.on_prod("select to_regclass('schema_migrations')") == [(None,)]


def test_a_prod_that_changes_while_it_is_migrated_is_told(project: Project) -> None:
    """Nobody can be kept from it, so the verification says what is not the migrations' doing."""
    two_migrations(project)

    def somebody(message: str) -> None:
        if message.startswith("verifying"):
            project.on_prod("alter table orders add rogue int")

    done = promote(promoter(project, somebody))

    assert done.outcome is PromotionOutcome.DIFFERS
    assert any("public.orders.rogue was added" in sentence for sentence in done.differences)
    assert not done.succeeded


def test_a_promotion_that_cannot_be_verified_says_so(project: Project) -> None:
    """It is applied, and everybody is told so; the exit code is not 0."""
    two_migrations(project)

    def somebody(message: str) -> None:
        if message.startswith("verifying"):
            project.on_prod("update schema_migrations set dirty = true")

    done = promote(promoter(project, somebody))

    assert done.outcome is PromotionOutcome.DIFFERS
    assert "could not be verified" in done.differences[0]
    assert done.backup is not None
    lock = read_lock(project.migrations)
    assert lock is not None
    assert len(lock.promoted) == 4


def test_a_lock_file_that_cannot_be_marked_is_told(project: Project) -> None:
    two_migrations(project)

    def somebody(message: str) -> None:
        if message.startswith("backing up"):
            (project.migrations / "guardian.lock").write_text("<<<<<<<\n")

    done = promote(promoter(project, somebody))

    assert done.outcome is PromotionOutcome.DIFFERS
    assert "guardian.lock could not be marked" in done.differences[0]
    assert project.on_prod("select version from schema_migrations") == [(2,)]


def test_a_url_with_golang_migrates_parameters_is_promoted(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """search_path and x- parameters are golang-migrate's; pg_dump must not see them."""
    two_migrations(project)
    glue = "&" if "?" in project.prod else "?"
    monkeypatch.setenv("GUARDIAN_PROD_URL", f"{project.prod}{glue}search_path=public&x-statement-timeout=1000")

    project.ok("promote", "prod")

    assert project.on_prod("select version from schema_migrations") == [(2,)]
