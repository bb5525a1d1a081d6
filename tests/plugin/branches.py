"""A project in git where two branches take one number."""

from __future__ import annotations

import pytest

from guardian.app.lock import rewrite_lock
from tests.plugin.git_repo import GitRepo
from tests.plugin.project import Project, Run

LOCK = "migrations/guardian.lock"


@pytest.fixture
def branch_repo(project: Project, git_repo: GitRepo) -> GitRepo:
    """The project as a repository: versions 1 and 2 on main and on DEV."""
    repo = GitRepo(root=project.root, env=git_repo.env)
    repo.git("init", "-q", "-b", "main")
    repo.write(".gitignore", "state/\n")
    for number in (1, 2):
        project.add(f"create table base_{number} (id int);", f"drop table base_{number};", name=f"base_{number}")
    rewrite_lock(project.migrations)
    repo.commit_all("first")
    project.ok("up", "dev")
    return repo


def migration(repo: GitRepo, name: str, *, table: str | None = None, lock: bool = True) -> None:
    table = table or name.split("_", 1)[1]
    repo.write(f"migrations/{name}.up.sql", f"create table {table} (id int);\n")
    repo.write(f"migrations/{name}.down.sql", f"drop table {table};\n")
    if lock:
        rewrite_lock(repo.root / "migrations")
    repo.commit_all(name)


def two_branches(repo: GitRepo, *, lock: bool = True) -> None:
    """Both take version 3; we stand on `feature`."""
    repo.git("switch", "-qc", "feature")
    migration(repo, "000003_ours", lock=lock)
    repo.git("switch", "-q", "main")
    migration(repo, "000003_theirs", lock=lock)
    repo.git("switch", "-q", "feature")


def names(project: Project) -> list[str]:
    return sorted(path.name.removesuffix(".up.sql") for path in project.migrations.glob("*.up.sql"))


def applied(project: Project) -> tuple[int, set[str]]:
    version = project.on_dev("select version from schema_migrations where not dirty")[0][0]
    return version, project.tables(project.dev)


def all_hooks_pass(repo: GitRepo) -> None:
    for hook in ("naming", "order", "immutable"):
        done = repo.hook(hook, *(["--locked"] if hook == "immutable" else []))
        assert done.returncode == 0, done.stderr


def fails(run: Run, *words: str) -> None:
    assert run.code == 1, run.out + run.err
    assert "Traceback" not in run.err
    for word in words:
        assert word in run.err, run.err
