"""The commit hooks of guardian on a repository with many migrations, next to a bare interpreter and another hook.

    python benchmarks/hooks.py                  # 1,000 migrations, 20 runs of each: under a minute
    python benchmarks/hooks.py --runs 5 --migrations 100

Time is that of the whole process, as git would start it. What is staged: nothing, a file elsewhere, one more
migration with its lines in the lock file, or the mark of one more promotion, which is judged in full. Nine of ten
migrations are promoted. check-yaml is pre-commit-hooks' own, on one file of a line; it is installed into a temporary
folder, and left out where no package index is reached. With pre-commit all are run by `pre-commit run`, as hooks that
are on the machine, so that nothing is fetched meanwhile.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from guardian.migrate.lock_file import LockFile, mark_promoted, render_lock_file, update  # noqa: E402
from guardian.migrate.migration_set import MigrationSet  # noqa: E402

BIN = Path(sys.executable).parent
HOOKS = ("guardian-naming", "guardian-immutable")
LOCK = "migrations/guardian.lock"
YAML = "repos: []\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repo:
    """A repository outside every other, with a configuration of its own."""

    root: Path
    migrations: int

    @property
    def promoted(self) -> int:
        return self.migrations * 9 // 10

    @property
    def env(self) -> dict[str, str]:
        own = {
            name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "PYTHON"))
        }
        who = {
            f"GIT_{role}_{what}": "ada@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        home = {"HOME": str(self.root.parent), "PRE_COMMIT_HOME": str(self.root.parent / "pre-commit")}
        return {**own, **who, **home, "GIT_CONFIG_NOSYSTEM": "1"}

    def run(self, *command: str | Path) -> None:
        done = subprocess.run(command, cwd=self.root, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command, done.stdout, done.stderr)

    def seconds(self, *command: str | Path) -> float:
        started = time.perf_counter()
        self.run(*command)
        return time.perf_counter() - started

    def write_migrations(self, count: int, promoted: int) -> None:
        folder = self.root / "migrations"
        folder.mkdir(exist_ok=True)
        files = {}
        for n in range(1, count + 1):
            files[f"{n:06d}_step_{n}.up.sql"] = f"create table t{n} (id bigint primary key, name text not null);\n"
            files[f"{n:06d}_step_{n}.down.sql"] = f"drop table t{n};\n"
        for name, text in files.items():
            (folder / name).write_text(text)
        lock = update(LockFile(), MigrationSet.from_files({name: text.encode() for name, text in files.items()}))
        lock = mark_promoted(lock, range(1, promoted + 1), "prod", datetime(2026, 1, 18, 10, tzinfo=UTC))
        (self.root / LOCK).write_text(render_lock_file(lock))


@contextmanager
def repository(migrations: int) -> Iterator[Repo]:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "repo"
        root.mkdir()
        repo = Repo(root=root, migrations=migrations)
        repo.run("git", "init", "-q", "-b", "main")
        repo.write_migrations(migrations, repo.promoted)
        (root / "some.yaml").write_text(YAML)
        repo.run("git", "add", "-A")
        repo.run("git", "commit", "-qm", "first", "--no-verify")
        yield repo


def stage(repo: Repo, what: str) -> None:
    repo.run("git", "reset", "-q", "--hard")
    if what == "another file":
        (repo.root / "README.md").write_text("hello\n")
    elif what == "one more migration":
        repo.write_migrations(repo.migrations + 1, repo.promoted)
    elif what == "a promotion":
        repo.write_migrations(repo.migrations, repo.promoted + 1)
    repo.run("git", "add", "-A")


def check_yaml(scratch: Path) -> Path | None:
    """Install pre-commit-hooks into an environment of its own; None where that cannot be done."""
    folder = scratch / "check-yaml"
    program = folder / "bin" / "check-yaml"
    steps = (
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "pre-commit-hooks"],
    )
    done = all(subprocess.run(step, check=False, capture_output=True).returncode == 0 for step in steps)
    return program if done and program.exists() else None


def pre_commit_config(repo: Repo, commands: dict[str, list[str | Path]]) -> Path:
    """Return a configuration, outside the repository, that runs each command as a hook of the machine."""
    lines = ["repos:", "  - repo: local", "    hooks:"]
    for name, command in commands.items():
        entry = " ".join(str(word) for word in command)
        lines += [f"      - {{id: {name}, name: {name}, entry: {entry}, language: system,"]
        lines += ["         always_run: true, pass_filenames: false}"]
    path = repo.root.parent / "pre-commit.yaml"
    path.write_text("\n".join([*lines, ""]))
    return path


def commands(yaml: Path | None) -> dict[str, list[str | Path]]:
    """Return what is measured, by name; the first one is what the others are held against."""
    found: dict[str, list[str | Path]] = {"python -c pass": [sys.executable, "-c", "pass"]}
    found |= {name: [BIN / name] for name in HOOKS}
    return found | ({"check-yaml": [yaml, "some.yaml"]} if yaml else {})


def measure(repo: Repo, measured: dict[str, list[str | Path]], runs: int) -> dict[str, float]:
    """Return median seconds by name; the commands take turns, so that a busy moment meets all of them."""
    taken: dict[str, list[float]] = {name: [] for name in measured}
    for turn in range(runs + 1):
        for name, command in measured.items():
            seconds = repo.seconds(*command)
            if turn:  # the first one warms the caches
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}


def show(title: str, medians: dict[str, float]) -> None:
    first = next(iter(medians.values()))
    print(f"\n{title}\n\n| command | median ms | times the first |\n|---|--:|--:|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds * 1000:.1f} | {seconds / first:.2f} |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--migrations", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, repository(arguments.migrations) as repo:
        yaml = check_yaml(Path(scratch))
        if yaml is None:
            print("check-yaml could not be installed and is left out")
        measured = commands(yaml)
        for what in ("nothing", "another file", "one more migration", "a promotion"):
            stage(repo, what)
            show(f"{arguments.migrations} migrations, staged: {what}", measure(repo, measured, arguments.runs))
        pre_commit = shutil.which("pre-commit", path=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
        if pre_commit:
            stage(repo, "one more migration")
            config = pre_commit_config(repo, {name: measured[name] for name in measured if name != "python -c pass"})
            with_it = {f"pre-commit run {n}": [pre_commit, "run", "-c", config, n] for n in (*HOOKS, "check-yaml")}
            known = {name: command for name, command in with_it.items() if command[-1] in measured}
            show(
                "The same by pre-commit, staged: one more migration", measure(repo, known, max(1, arguments.runs // 2))
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
