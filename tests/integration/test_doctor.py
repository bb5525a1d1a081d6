"""guardian doctor: each thing that is not well is named, with what to do."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from guardian.adapters.bot_api_server import BotApiServer
from guardian.app.doctor import _backup_directory
from guardian.config import Config
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.rights import NEWEST_SERVER, Rights, _Row
from tests.plugin.project import Project

CHECK = {"name", "well", "finding", "remedy"}


def checks(project: Project, *arguments: str) -> dict[str, dict[str, object]]:
    run = project.guardian("--json", "doctor", *arguments)
    found = {check["name"]: check for check in run.document}
    assert all(set(check) == CHECK for check in found.values())
    assert run.code == (0 if all(check["well"] for check in found.values()) else 1)
    assert all(check["well"] or check["remedy"] for check in found.values())
    return found


def test_a_project_in_order_is_well(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add("select 1;")
    project.ok("lock")
    subprocess.run(["git", "init", "-q", project.root], check=True)
    tools = project.root / "bin"
    tools.mkdir()
    (tools / "pre-commit").touch(mode=0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")

    run = project.ok("doctor")

    assert run.out.startswith("ok      dev: connection: PostgreSQL ")
    assert "FAILED" not in run.out
    for name in ("dev: history", "prod: connection", "prod: clock", "embedded PostgreSQL", "backup directory"):
        assert f"ok      {name}" in run.out


def test_what_is_not_well_in_the_folder_is_named(project: Project) -> None:
    """No lock file, no git repository, a backup directory that is a file."""
    (project.root / "backups").touch()

    found = checks(project)

    assert found["migrations"]["remedy"] == "run guardian lock, and commit the file"
    assert found["git"]["well"] is False
    assert "is no directory" in str(found["backup directory"]["finding"])
    assert found["embedded PostgreSQL"]["well"] is True


def test_an_edited_migration_is_named(project: Project) -> None:
    project.add("select 1;")
    project.ok("lock")
    (project.migrations / "000001_step.up.sql").write_text("select 2;")

    found = checks(project)["migrations"]

    assert found["finding"] == "000001_step.up.sql was changed since guardian.lock was written"
    assert found["remedy"] == "run `guardian lock`"


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming somebody else takes root")
def test_a_backup_directory_that_may_not_be_written_is_named() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as root:
        Path(root).chmod(0o755)
        os.seteuid(65534)
        try:
            found = _backup_directory(Config(root=Path(root)))
        finally:
            os.seteuid(0)

    assert not found.well
    assert found.finding == f"{root} may not be written"
    assert "directory in [backup]" in found.remedy


@pytest.mark.parametrize(
    ("url", "said", "remedy"),
    [
        ("postgres://u:hunter2@127.0.0.1:1/d", "cannot connect to prod", "check that the server runs"),
        ("postgres://u:hun%ter2@127.0.0.1:1/d", "the URL of prod cannot be read", "percent-encoded"),
        ("", "GUARDIAN_PROD_URL is not set", "export it"),
    ],
)
def test_a_target_that_is_not_reached_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, url: str, said: str, remedy: str
) -> None:
    monkeypatch.setenv("GUARDIAN_PROD_URL", url)

    found = checks(project, "prod")

    assert list(found) == ["prod: connection"]
    assert said in str(found["prod: connection"]["finding"])
    assert remedy in str(found["prod: connection"]["remedy"])
    assert "hunter2" not in str(found)


def test_rights_that_lack_are_named_with_the_grant(project: Project, pg_server: EmbeddedServer) -> None:
    (name,) = project.on_dev("select current_database()")[0]
    project.ok("force", "dev", "-1")
    project.on_dev("create role needy login")
    config = project.root / "guardian.toml"
    config.write_text(config.read_text().replace('"env:GUARDIAN_DEV_URL"', f'"{pg_server.url(name, "needy")}"'))
    try:
        found = checks(project, "dev")
    finally:
        project.on_dev("drop role needy")

    assert found["dev: version table"]["remedy"] == "grant select on it to needy"
    assert found["dev: migrating"]["finding"] == "needy may not create tables"
    assert found["dev: history"]["finding"] == "needy may not make schema guardian"
    assert found["dev: connection"]["well"] is True


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("insert into schema_migrations values (3, true)", "3 (dirty)"),
        ("alter table schema_migrations rename version to v", "not golang-migrate's"),
    ],
)
def test_a_version_table_that_is_not_in_order_is_named(project: Project, statement: str, said: str) -> None:
    project.ok("force", "dev", "-1")
    project.on_dev(statement)

    found = checks(project, "dev")["dev: migrations"]

    assert found["well"] is False
    assert said in str(found["finding"])


@pytest.mark.parametrize(
    ("version", "said"),
    [(130000, "older than 14"), (NEWEST_SERVER + 10000, "newer than this guardian knows"), (140000, "is supported")],
)
def test_the_servers_version_is_judged(version: int, said: str) -> None:
    row = _Row(
        role="r", creates_schemas=True, creates_tables=True, reads_version=True, writes_version=True, server_time=None
    )  # type: ignore[arg-type]
    (name, well, finding, remedy), *_ = Rights(row=row, server_version=version).checks(needs_writing=False)

    assert name == "version"
    assert said in finding
    assert well is not bool(remedy)


@pytest.mark.parametrize("chat", ["-100", "-200"])
def test_telegram_is_asked(project: Project, monkeypatch: pytest.MonkeyPatch, chat: str) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123:T0ken")
    with BotApiServer(token="123:T0ken", chats=["-100"]) as server:
        with (project.root / "guardian.toml").open("a") as file:
            file.write(f'[telegram]\ntoken = "env:BOT_TOKEN"\nchat_id = "{chat}"\napi_url = "{server.url}"\n')
        found = checks(project)["Telegram"]

    assert found["well"] is (chat == "-100")
    assert "T0ken" not in str(found)


def test_an_unknown_target_is_wrong_usage(project: Project) -> None:
    run = project.guardian("doctor", "stage")

    assert run.code == 2
    assert 'there is no target "stage"' in run.err
    assert "targets there: dev, prod" in run.err
