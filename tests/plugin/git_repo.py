"""A real git repository per test, with no configuration but its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guardian.migrate.lock_file import (
    LOCK_FILE_NAME,
    LockFile,
    mark_promoted,
    parse_lock_file,
    render_lock_file,
    update,
)
from guardian.migrate.migration_set import MigrationSet

PRE_COMMIT = str(Path(sys.executable).with_name("pre-commit"))
PROJECT = Path(__file__).resolve().parents[2]
WHEN = datetime(2026, 1, 18, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class GitRepo:
    root: Path
    env: dict[str, str]

    def git(self, *arguments: str, code: int | None = 0, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run git; assert its exit code, unless it is None."""
        done = self.run("git", *arguments, cwd=cwd)
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    def run(self, *command: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=cwd or self.root, env={**self.env, **env}, capture_output=True, text=True, check=False
        )

    def hook(self, name: str, *arguments: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", f"hooks.{name}", *arguments, cwd=cwd, **env)

    def write(self, path: str, content: str | bytes = "select 1;\n") -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def pair(self, name: str, directory: str = "migrations") -> None:
        self.write(f"{directory}/{name}.up.sql", f"create table t_{name} (id int);\n")
        self.write(f"{directory}/{name}.down.sql", f"drop table t_{name};\n")

    def lock(self, *promoted: int, directory: str = "migrations", target: str = "prod") -> LockFile:
        """Write the lock file of the files on disk, and mark versions as promoted."""
        folder = self.root / directory
        path = folder / LOCK_FILE_NAME
        known = parse_lock_file(path.read_text()) if path.exists() else LockFile()
        files = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
        lock = mark_promoted(update(known, MigrationSet.from_files(files)), promoted, target, WHEN)
        path.write_text(render_lock_file(lock))
        return lock

    def commit(self, message: str = "change", *, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Commit what is staged."""
        return self.git("commit", "-q", "-m", message, code=code)

    def commit_all(self, message: str = "change", *, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        self.git("add", "-A")
        return self.commit(message, code=code)

    def git_path(self, name: str) -> Path:
        return self.root / self.git("rev-parse", "--git-path", name).stdout.removesuffix("\n")

    def head(self) -> str:
        return self.git("rev-parse", "HEAD").stdout.strip()


@pytest.fixture
def git_env(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which git knows no user, no system and no outer repository."""
    home = tmp_path / "home"
    home.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in _PERSON.items()}
    return (
        env
        | who
        | {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "PRE_COMMIT_HOME": str(home / "pre-commit"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": str(tmp_path),
            "GIT_EDITOR": "true",
            "PYTHONPATH": str(PROJECT),
        }
    )


_PERSON = {"NAME": "Ada", "EMAIL": "ada@example.org", "DATE": "2026-01-18T10:00:00Z"}


@pytest.fixture
def git_repo(tmp_path: Path, git_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A new repository without a commit; this process' own calls of git see the same environment."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    for name, value in git_env.items():
        monkeypatch.setenv(name, value)
    root = tmp_path / "repo"
    root.mkdir()
    repo = GitRepo(root=root, env=git_env)
    repo.git("init", "-q", "-b", "main")
    repo.git("config", "core.autocrlf", "false")
    return repo


@pytest.fixture
def promoted_repo(git_repo: GitRepo) -> GitRepo:
    """A repository with one commit: version 1 promoted on prod, version 2 not."""
    git_repo.pair("000001_baseline")
    git_repo.pair("000002_aegis_v2")
    git_repo.write("README.md", "hello\n")
    git_repo.lock(1)
    git_repo.commit_all("first")
    return git_repo


def config(*names: str) -> str:
    """Return a configuration of pre-commit with these hooks; naming and immutable without any."""
    hooks = "".join(
        f"""
      - id: guardian-{name}
        name: guardian-{name}
        entry: {sys.executable} -m hooks.{name}
        language: system
        always_run: true
        pass_filenames: false
        stages: [pre-commit, pre-merge-commit, pre-push, manual]"""
        for name in names or ("naming", "order", "immutable")
    )
    return f"repos:\n  - repo: local\n    hooks:{hooks}\n"


def install(repo: GitRepo) -> None:
    """Put pre-commit's three hooks in place, and its configuration into the index."""
    repo.write(".pre-commit-config.yaml", config())
    repo.git("add", ".pre-commit-config.yaml")
    done = repo.run(PRE_COMMIT, "install", "-t", "pre-commit", "-t", "pre-merge-commit", "-t", "pre-push")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hooks folder that `pre-commit install` made, once for all tests, as it takes a third of a second."""
    root = tmp_path_factory.mktemp("installed")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    repo = GitRepo(root=root, env={**env, "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1"})
    repo.git("init", "-q")
    install(repo)
    return root / ".git/hooks"


@pytest.fixture
def hooked_repo(promoted_repo: GitRepo, installed: Path) -> GitRepo:
    shutil.copytree(installed, promoted_repo.root / ".git/hooks", dirs_exist_ok=True)
    promoted_repo.write(".pre-commit-config.yaml", config())
    promoted_repo.git("add", "-A")
    promoted_repo.git("commit", "-qm", "hooks", "--no-verify")
    return promoted_repo


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Traceback" not in said
    for word in words:
        assert word in said
