"""`make setup` on a machine that lacks something says which package to install."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.plugin.project import ROOT


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with nothing but what the script itself needs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "git"):
        (folder / name).symlink_to(shutil.which(name) or "")
    return folder


def setup(folder: Path, tools: Path, python: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(tools), "PYTHON": python, "HOME": str(folder)}
    return subprocess.run(
        ["sh", str(ROOT / ".ci" / "setup"), str(folder / "venv")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def python(tools: Path, body: str) -> str:
    """Write a program that stands in for a Python with a fault of its own."""
    path = tools / "odd-python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_without_git(tmp_path: Path, tools: Path) -> None:
    (tools / "git").unlink()

    done = setup(tmp_path, tools, os.fspath(tools / "nothing"))

    assert done.returncode == 1
    assert "apt-get install git" in done.stderr


def test_without_python(tmp_path: Path, tools: Path) -> None:
    done = setup(tmp_path, tools, os.fspath(tools / "nothing"))

    assert done.returncode == 1
    assert "apt-get install python3" in done.stderr


def test_with_an_old_python(tmp_path: Path, tools: Path) -> None:
    done = setup(tmp_path, tools, python(tools, 'case "$*" in *version_info*) exit 1;; *) echo Python 3.9.2;; esac'))

    assert done.returncode == 1
    assert "Python 3.9.2 is too old" in done.stderr


def test_without_venv(tmp_path: Path, tools: Path) -> None:
    done = setup(tmp_path, tools, python(tools, 'case "$*" in *ensurepip*) exit 1;; esac'))

    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (tmp_path / "venv").exists()
