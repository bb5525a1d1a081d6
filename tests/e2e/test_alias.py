"""migrate-dev as a process: arguments, streams, exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin.project import ROOT


def migrate_dev(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from guardian.cli.alias import migrate_dev; sys.exit(migrate_dev())"
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_the_long_form_of_the_document(tmp_path: Path, database: str) -> None:
    """`-path X -database URL` before the command, with nothing configured; stdout stays empty."""
    long = ["-path", str(ROOT / "migrations"), "-database", f"{database}&sslmode=disable"]
    runs = [migrate_dev(tmp_path, *long, *words.split()) for words in ("version", "up 1", "up", "version", "down")]
    assert [run.returncode for run in runs] == [1, 0, 0, 0, 1]
    assert [run.stdout for run in runs] == [""] * 5
    assert runs[0].stderr == "error: no migration\n"
    assert runs[3].stderr == "3\n"
    assert runs[4].stderr.splitlines()[-1] == "Not applying all down migrations"


@pytest.mark.parametrize(("words", "code"), [((), 2), (("-bogus",), 2), (("-help",), 0), (("version",), 1)])
def test_exit_codes(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    run = migrate_dev(tmp_path, *words)
    assert (run.returncode, run.stdout) == (code, "")
    assert "Traceback" not in run.stderr
