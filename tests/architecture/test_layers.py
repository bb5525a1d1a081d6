"""The layers hold, and a breach of them would be seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin.project import ROOT

LINT = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    for name in ("guardian", "hooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_layers_hold(copy):
    done = lint(copy)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("guardian/migrate/plan.py", "import guardian.pg.connect"),
        ("guardian/schema/codec.py", "import subprocess"),
        ("guardian/app/load.py", "import psycopg"),
        ("guardian/adapters/git.py", "import psycopg"),
        ("guardian/cli/up.py", "import requests"),
        ("guardian/cli/up.py", "import guardian.daemon.service"),
        ("guardian/pg/connect.py", "import guardian.app.load"),
        ("hooks/naming.py", "import guardian.migrate.plan"),
        ("guardian/homeless/__init__.py", ""),
    ],
)
def test_a_breach_is_seen(copy, file, line):
    """Each of these makes `make arch`, and so `make test`, fail."""
    path = copy / file
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        assert lint(copy).returncode == 1
    finally:
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before)
