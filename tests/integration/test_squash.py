"""guardian squash: migrations 1..V become one baseline that makes the same, and no database is touched."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from guardian.adapters.migrations_dir import read_lock
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.embedded.binaries import tool
from tests.plugin.project import Project, Run
from tests.plugin.tools import require


def dump(url: str, *options: str) -> str:
    command = [tool("pg_dump"), "--dbname", url, "--restrict-key=test", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def beside_dev(project: Project) -> None:
    """Replay beside DEV: a database is made there in a moment, a server is not."""
    config = project.root / "guardian.toml"
    config.write_text(config.read_text().replace("[targets.dev]", f'[scratch]\nurl = "{project.dev}"\n[targets.dev]'))


def applied(project: Project) -> None:
    project.ok("up", "dev")
    project.ok("lock")
    project.ok("promote", "prod")


@contextmanager
def nothing_changes(project: Project) -> Iterator[None]:
    def everything() -> object:
        files = {path.name: path.read_bytes() for path in project.migrations.rglob("*") if path.is_file()}
        return files, dump(project.dev), dump(project.prod)

    before = everything()
    yield
    assert everything() == before


def names(project: Project) -> list[str]:
    return sorted(path.name for path in project.migrations.iterdir())


def refused(run: Run, *words: str, code: int = 1) -> None:
    assert run.code == code, run.out + run.err
    assert "Traceback" not in run.err
    for word in words:
        assert word in run.err


def test_the_users_migrations(project: Project, make_database: Callable[..., str]) -> None:
    """12 seed rows with a serial id: a fresh database has them, and the 13th collides with none."""
    project.user_migrations()
    beside_dev(project)
    applied(project)
    project.add("create table later (id int);", "drop table later;", name="later")
    project.ok("lock")
    before = dump(project.prod), dump(project.dev)

    run = project.ok("--json", "squash", "--to", "3")

    assert run.document["files"] == ["000003_baseline.up.sql", "000003_baseline.down.sql"]
    assert names(project) == sorted(
        [
            "000003_baseline.down.sql", "000003_baseline.up.sql", "000004_later.down.sql", "000004_later.up.sql",
            "guardian.lock",
        ]
    )  # fmt: skip
    assert (dump(project.prod), dump(project.dev)) == before
    text = (project.migrations / "000003_baseline.up.sql").read_text()
    assert not re.search(r"^(\\|SET |SELECT pg_catalog.set_config)|Dumped|Owner", text, re.MULTILINE), text
    fresh = make_database()
    project.query(fresh, text)
    assert project.query(fresh, "show search_path") == [('"$user", public',)]
    project.query(fresh, "insert into aegis_providers (provider_name, provider_type) values ('new', 'x')")
    assert project.query(fresh, "select id from aegis_providers order by id") == [(n,) for n in range(1, 14)]


def test_everything_is_content_afterwards(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.add("create table a (id int primary key);", "drop table a;", name="a")
    project.add("create table b (id int primary key);", "drop table b;", name="b")
    beside_dev(project)
    applied(project)
    project.ok("squash", "--to", "2")

    assert project.ok("lint").out == "nothing found\n"
    assert [t["pending"] for t in project.ok("--json", "status", "--check").document["targets"]] == [[], []]
    assert project.ok("drift", "prod").out.endswith("no drift\n")
    assert project.ok("promote", "prod").out == "prod: nothing to promote\n"
    assert "is up to date" in project.ok("lock").out
    created = project.ok("--json", "new", "third").document["up"]
    assert created.endswith("000003_third.up.sql")
    project.ok("lock")
    project.ok("up", "dev")
    project.ok("promote", "prod")
    assert project.ok("drift", "dev").out.endswith("no drift\n")


def test_a_new_production_target_gets_the_baseline(
    project: Project, make_database: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although DEV ran other files of that version: they are proven to make the same."""
    project.add("create table a (id int primary key);", "drop table a;", name="a")
    project.add("insert into a values (1);", name="b")
    beside_dev(project)
    applied(project)
    project.ok("squash", "--to", "2")
    monkeypatch.setenv("GUARDIAN_PROD_URL", make_database())

    run = project.ok("--json", "promote", "prod")

    assert run.document["applied"] == ["000002_baseline"]
    assert any("squashed" in gate["evidence"] for gate in run.document["gates"])
