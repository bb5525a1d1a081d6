"""Repositories whose commits are judged: by pre-commit's hooks, or by the plain ones of `guardian hooks install`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin.git_repo import PRE_COMMIT, GitRepo, config

GUARDIAN = str(Path(sys.executable).with_name("guardian"))
STAGES = ("pre-commit", "pre-merge-commit", "pre-push")
JUDGING = ("naming", "immutable", "lock")
LOCK = "migrations/guardian.lock"


def use_pre_commit(repo: GitRepo) -> None:
    """Install pre-commit's hooks, with a configuration beside the repository, so that no commit is about it."""
    path = repo.root.with_name("pre-commit.yaml")
    path.write_text(config(*JUDGING, "order", "lint"))
    stages = [word for stage in STAGES for word in ("-t", stage)]
    done = repo.run(PRE_COMMIT, "install", "--config", str(path), *stages)
    assert done.returncode == 0, done.stdout + done.stderr
    for stage in STAGES:
        # pre-commit writes a path from the root of this work tree, which is another one in a worktree or a submodule.
        hook = repo.git_path(f"hooks/{stage}")
        hook.write_text(re.sub(r"--config=\S*pre-commit\.yaml", f"--config={path}", hook.read_text()))


def use_plain_hooks(repo: GitRepo) -> None:
    done = repo.run(GUARDIAN, "hooks", "install")
    assert done.returncode == 0, done.stdout + done.stderr


WAYS = {"pre-commit": use_pre_commit, "plain": use_plain_hooks}


@pytest.fixture(scope="session", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """How the hooks are installed."""
    return request.param


@pytest.fixture(scope="session")
def template(way: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit: version 1 promoted on prod, version 2 not; its commits are judged."""
    root = tmp_path_factory.mktemp("template") / "repo"
    root.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    who = {f"GIT_{role}_{what}": "ada@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    repo = GitRepo(root=root, env={**env, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"})
    repo.git("init", "-q", "-b", "main")
    repo.git("config", "core.autocrlf", "false")
    repo.pair("000001_baseline")
    repo.pair("000002_aegis_v2")
    repo.write("README.md", "hello\n")
    repo.lock(1)
    repo.commit_all("first")
    WAYS[way](repo)
    return root


@pytest.fixture
def judged_repo(git_env: dict[str, str], template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A copy of the template for one test."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    for name, value in git_env.items():
        monkeypatch.setenv(name, value)
    root = tmp_path / "repo"
    shutil.copytree(template, root, symlinks=True)
    return GitRepo(root=root, env=git_env)


def allowed(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
