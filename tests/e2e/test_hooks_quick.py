"""The commits that people make most are passed by two calls of git, and with next to nothing imported."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guardian.app.quick import nothing_to_judge
from tests.plugin.git_repo import GitRepo

UP_1, LOCK = "migrations/000001_baseline.up.sql", "migrations/guardian.lock"
HEAVY = {"argparse", "dataclasses", "datetime", "enum", "inspect", "json", "pathlib", "re", "shlex", "subprocess",
         "tomllib", "typing", "click", "psycopg"}  # fmt: skip


def next_pair(repo: GitRepo, name: str = "000003_x", directory: str = "migrations") -> None:
    repo.pair(name, directory)
    repo.lock(directory=directory)
    repo.git("add", "-A")


@pytest.fixture
def quick(promoted_repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    monkeypatch.chdir(promoted_repo.root)
    return lambda: nothing_to_judge(["--locked"], switches=("--locked",))


EVERY_DAY = [
    *((hook, "another file") for hook in ("naming", "immutable", "order", "lock", "lint")),
    *((hook, staged) for hook in ("naming", "immutable") for staged in ("nothing", "the next pair")),
]


@pytest.mark.parametrize(("hook", "staged"), EVERY_DAY)
def test_a_commit_of_every_day(promoted_repo: GitRepo, tmp_path: Path, hook: str, staged: str):
    if staged == "the next pair":
        next_pair(promoted_repo)
    elif staged == "another file":
        promoted_repo.write("README.md", "other\n")
        promoted_repo.git("add", "-A")
    code = f"import sys, hooks.{hook} as h; print(h.main([]), *sys.modules)"
    trace = tmp_path / "trace"
    done = promoted_repo.run(sys.executable, "-S", "-c", code, GIT_TRACE2_EVENT=str(trace))

    code, *loaded = done.stdout.split()
    assert code == "0", done.stderr
    assert set(loaded) & HEAVY == set()
    assert "hooks" in loaded
    assert trace.read_text().count('"event":"start"') == 2


def test_whatever_else_is_staged_is_judged(promoted_repo: GitRepo, quick: Callable[[], bool]):
    def judged(change: Callable[[], object]) -> bool:
        promoted_repo.git("reset", "-q", "--hard")
        change()
        promoted_repo.git("add", "-A")
        return not quick()

    git, write = promoted_repo.git, promoted_repo.write
    assert judged(lambda: write(UP_1, "x\n"))
    assert judged(lambda: git("rm", "-q", UP_1))
    assert judged(lambda: git("mv", UP_1, "elsewhere.sql"))
    assert judged(lambda: (promoted_repo.root / UP_1).chmod(0o755))
    assert judged(lambda: git("rm", "-rq", "migrations"))
    assert judged(lambda: git("rm", "-q", "--cached", LOCK) and (promoted_repo.root / LOCK).unlink())
    assert judged(lambda: promoted_repo.lock(2))
    assert judged(lambda: promoted_repo.pair("000003_x"))
    assert judged(lambda: write("guardian.toml", 'migrations = "other"\n'))
    assert judged(lambda: (promoted_repo.root / "migrations/000003_x.up.sql").symlink_to("000001_baseline.up.sql"))
    assert judged(lambda: (next_pair(promoted_repo), write("migrations/README.md")))
    assert not judged(lambda: next_pair(promoted_repo))


def test_the_directory_is_that_of_the_configuration(promoted_repo: GitRepo, quick: Callable[[], bool]):
    promoted_repo.git("mv", "migrations", "db")
    promoted_repo.write("guardian.toml", '# where\nmigrations = "db"\n\n[targets.dev]\nrole = "development"\n')
    promoted_repo.commit_all("moved")

    next_pair(promoted_repo, directory="db")
    assert quick()
    promoted_repo.write("db/000001_baseline.up.sql", "x\n")
    promoted_repo.git("add", "-A")
    assert not quick()


@pytest.mark.parametrize(
    "config",
    [
        'migrations = "db" # here\n',
        '"migrations" = "db"\n',
        '"migr\\u0061tions" = "db"\n',
        "migrations = 'db'\n",
        'migrations = """\ndb"""\n',
        'migrations = "./db"\n',
        'migrations = "."\n',
        'x = "a"\nx.migrations = "db"\n',
        "[migrations]\n",
        " [ migrations ]\n",
        'migrations = "db"\nmigrations = "migrations"\n',
    ],
)
def test_a_configuration_that_takes_a_parser_is_left_to_it(
    promoted_repo: GitRepo, quick: Callable[[], bool], config: str
):
    promoted_repo.write("guardian.toml", config)
    promoted_repo.commit_all("config")

    assert not quick()


def test_a_merge_is_judged(promoted_repo: GitRepo, quick: Callable[[], bool], monkeypatch: pytest.MonkeyPatch):
    promoted_repo.git("switch", "-qc", "other")
    promoted_repo.write("a.txt")
    promoted_repo.commit_all("a")
    promoted_repo.git("switch", "-q", "main")
    assert quick()
    promoted_repo.git("merge", "-q", "--no-ff", "--no-commit", "other")
    assert not quick()
    promoted_repo.git("merge", "--abort")
    assert quick()
    monkeypatch.setenv("GITHEAD_" + "1" * 40, "other")
    assert not quick()


def test_what_is_asked_for_otherwise_is_judged(
    promoted_repo: GitRepo, quick: Callable[[], bool], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """A range, another directory, no commit yet, no repository."""
    assert quick()
    assert not nothing_to_judge(["--migrations", "db"])
    assert not nothing_to_judge(["--from-ref", "HEAD"])
    with monkeypatch.context() as patch:
        patch.setenv("PRE_COMMIT_FROM_REF", "HEAD")
        assert not quick()
    for words in (["init", "-q"], ["init", "-q", "--bare"]):
        folder = tmp_path / words[-1]
        folder.mkdir()
        monkeypatch.chdir(folder)
        assert not quick()
        promoted_repo.git(*words, cwd=folder)
        assert not quick()


def test_a_repository_of_sha256(promoted_repo: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    root = tmp_path / "long"
    root.mkdir()
    repo = GitRepo(root=root, env=promoted_repo.env)
    repo.git("init", "-q", "--object-format=sha256")
    repo.pair("000001_a")
    repo.lock(1)
    repo.commit_all("first")
    next_pair(repo, "000002_b")
    monkeypatch.chdir(root)

    assert nothing_to_judge([])


def test_a_numbering_of_the_project_s_own_is_judged(promoted_repo: GitRepo, quick: Callable[[], bool]):
    """The next number in six digits is wrong where four are asked for."""
    promoted_repo.write("guardian.toml", "[naming]\ndigits = 4\n")
    promoted_repo.commit_all("four digits")
    next_pair(promoted_repo)
    assert not quick()
    assert promoted_repo.hook("naming").returncode == 1


def test_the_order_is_asked_for_wherever_a_migration_is_touched(promoted_repo: GitRepo, quick: Callable[[], bool]):
    """Only the target branch can say whether the next number is free."""
    next_pair(promoted_repo)
    assert quick()
    assert not nothing_to_judge([], additions=False)
    promoted_repo.commit("next")
    promoted_repo.write("README.md", "other\n")
    promoted_repo.git("add", "-A")
    assert nothing_to_judge([], additions=False)
