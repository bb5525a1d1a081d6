"""A project folder with its own DEV and PROD databases, and the guardian command in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from guardian.cli.main import main

ROOT = Path(__file__).resolve().parents[2]

CONFIG = """
state = "state"
[targets.dev]
url = "env:GUARDIAN_DEV_URL"
role = "development"
[targets.prod]
url = "env:GUARDIAN_PROD_URL"
role = "production"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command returned and printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@dataclass(slots=True, kw_only=True)
class Project:
    root: Path
    dev: str
    prod: str
    capsys: pytest.CaptureFixture[str]
    version: int = field(default=0)

    @property
    def migrations(self) -> Path:
        return self.root / "migrations"

    def guardian(self, *arguments: str) -> Run:
        """Run the command in this process, from the project's folder."""
        self.capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = self.capsys.readouterr()
        return Run(code=code, out=out, err=err)

    def ok(self, *arguments: str) -> Run:
        """Run the command and assert that it went well."""
        run = self.guardian(*arguments)
        assert run.code == 0, run.err + run.out
        return run

    def add(self, up: str | bytes, down: str | bytes | None = "-- nothing to undo\n", *, name: str = "step") -> int:
        """Write the next migration; return its version."""
        self.version += 1
        for direction, text in (("up", up), ("down", down)):
            if text is not None:
                content = text if isinstance(text, bytes) else text.encode()
                (self.migrations / f"{self.version:06d}_{name}.{direction}.sql").write_bytes(content)
        return self.version

    def user_migrations(self) -> None:
        """Take over the migrations of this repository."""
        for file in (ROOT / "migrations").glob("*.sql"):
            shutil.copy(file, self.migrations)
        self.version = 3

    def query(self, url: str, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(query.encode(), parameters or None)
            return cursor.fetchall() if cursor.description else []

    def on_dev(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.query(self.dev, query, *parameters)

    def on_prod(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.query(self.prod, query, *parameters)

    def tables(self, url: str) -> set[str]:
        found = self.query(url, "select table_name from information_schema.tables where table_schema = 'public'")
        return {row[0] for row in found} - {"schema_migrations"}


@pytest.fixture
def project(
    tmp_path: Path,
    make_database: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Project:
    """A folder with guardian.toml and an empty migrations directory, which is also the current folder."""
    root = tmp_path / "project"
    (root / "migrations").mkdir(parents=True)
    (root / "guardian.toml").write_text(CONFIG)
    dev, prod = make_database(), make_database()
    monkeypatch.setenv("GUARDIAN_DEV_URL", dev)
    monkeypatch.setenv("GUARDIAN_PROD_URL", prod)
    monkeypatch.chdir(root)
    return Project(root=root, dev=dev, prod=prod, capsys=capsys)
