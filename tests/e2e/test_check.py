"""guardian check: what all commit hooks find, over the index or a range, in every format."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from guardian.app import check as checks
from guardian.cli.main import main
from guardian.lint.problem import Problem
from tests.plugin.git_repo import GitRepo

UP_1, UP_2 = "migrations/000001_baseline.up.sql", "migrations/000002_aegis_v2.up.sql"
LOCK = "migrations/guardian.lock"


def check(repo: GitRepo, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    done = repo.run(sys.executable, "-m", "guardian", *arguments, cwd=cwd)
    assert "Traceback" not in done.stderr
    return done


def found(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    return [(problem["file"], problem["rule"]) for problem in json.loads(done.stdout)]


@pytest.fixture
def broken(promoted_repo: GitRepo) -> GitRepo:
    """Three breaches, staged: a promoted file is edited, one has no pair, one has no line in the lock file."""
    promoted_repo.write(UP_1, "select 2;\n")
    promoted_repo.write("migrations/000003_x.up.sql")
    promoted_repo.git("add", "-A")
    return promoted_repo


BREACHES = [(UP_1, "immutable"), ("migrations/000003_x.up.sql", "pair"), (LOCK, "locked")]


def test_the_index_in_order(promoted_repo: GitRepo):
    promoted_repo.pair("000003_x")
    promoted_repo.lock()
    promoted_repo.git("add", "-A")
    done = check(promoted_repo, "check")

    assert (done.returncode, done.stdout, done.stderr) == (0, "nothing found\n", "")


def test_the_index_is_judged_by_every_check(broken: GitRepo):
    done = check(broken, "--json", "check")

    assert done.returncode == 3
    assert found(done) == BREACHES
    assert found(check(broken, "check", "--format", "json")) == BREACHES


def test_a_range_is_judged_wherever_one_stands(broken: GitRepo):
    """The same from a folder below, and in a bare repository."""
    before = broken.head()
    broken.commit("breaches", code=None)
    (broken.root / "sub").mkdir()
    bare = broken.root.parent / "bare.git"
    broken.git("clone", "-q", "--bare", str(broken.root), str(bare))

    for folder in (broken.root, broken.root / "sub", bare):
        done = check(broken, "check", "--from-ref", before, "--to-ref", "main", "--format", "json", cwd=folder)
        assert (done.returncode, found(done)) == (3, BREACHES)
    assert check(broken, "check", "--from-ref", "HEAD").returncode == 0


def test_a_check_can_be_left_out(broken: GitRepo):
    assert found(check(broken, "--json", "check", "--skip", "immutable")) == [BREACHES[1]]
    assert found(check(broken, "--json", "check", "--skip", "naming", "--skip", "immutable")) == []
    assert check(broken, "check", "--skip", "everything").returncode == 2


def test_a_strict_range_replaces(promoted_repo: GitRepo):
    """As in a forced push: what the old end had promoted must be in the new one."""
    fork = promoted_repo.head()
    promoted_repo.lock(2)
    promoted_repo.commit_all("promoted")
    promoted = promoted_repo.head()

    assert check(promoted_repo, "check", "--from-ref", promoted, "--to-ref", fork).returncode == 0
    done = check(promoted_repo, "--json", "check", "--strict", "--from-ref", promoted, "--to-ref", fork)
    assert done.returncode == 3
    assert set(found(done)) == {(LOCK, "immutable")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to-ref", "HEAD"], "--from-ref is missing or empty"),
        (["--from-ref", "", "--to-ref", "HEAD"], "--from-ref is missing or empty"),
        (["--from-ref", "HEAD", "--to-ref", ""], "--to-ref is empty"),
        (["--strict"], "--strict needs --from-ref"),
        (["--format", "xml"], "--format"),
        (["--migrations", "../elsewhere"], "outside the git repository"),
    ],
)
def test_wrong_calls(promoted_repo: GitRepo, arguments: list[str], said: str):
    """An empty variable of a CI system must not pass for a range in order."""
    done = check(promoted_repo, "check", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_configuration_on_disk_is_not_what_is_judged(promoted_repo: GitRepo):
    done = check(promoted_repo, "--config", "guardian.toml", "check")

    assert done.returncode == 2
    assert "as it stands in git" in done.stderr


def test_what_git_cannot_answer_is_a_failure(promoted_repo: GitRepo, tmp_path: Path):
    assert check(promoted_repo, "check", "--from-ref", "f" * 40).returncode == 1
    (tmp_path / "empty").mkdir()
    assert check(promoted_repo, "check", cwd=tmp_path / "empty").returncode == 1


def test_a_first_push_is_judged_whole(broken: GitRepo):
    broken.commit("breaches", code=None)

    assert found(check(broken, "--json", "check", "--strict", "--from-ref", "0" * 40)) == BREACHES


def test_every_format_names_the_files(broken: GitRepo):
    for form in ("console", "github", "sarif", "gitlab"):
        done = check(broken, "check", "--format", form)
        assert done.returncode == 3
        assert all(file in done.stdout for file, _ in BREACHES), form
        assert "\x1b" not in done.stdout


def test_hostile_names_reach_no_runner(promoted_repo: GitRepo):
    """A file's name is what somebody else wrote."""
    for name in ("000003_a\n::error::x.up.sql", "000004_##[error]x.up.sql", "000005_\udcff.up.sql"):
        promoted_repo.write(f"migrations/{name}")
    promoted_repo.git("add", "-A")
    for form in ("console", "json", "sarif", "gitlab"):
        done = check(promoted_repo, "check", "--format", form)
        assert done.returncode == 3
        assert "##[" not in done.stdout
        assert not any(line.strip().startswith("::") for line in done.stdout.splitlines())
    lines = check(promoted_repo, "check", "--format", "github").stdout.splitlines()
    assert all(line.startswith("::error file=migrations/") for line in lines)


FAULT = Problem(file="b.sql", rule="lint", message="is wrong", remedy="mend it", line=2)


def test_a_fault_that_two_checks_see_is_told_once(promoted_repo: GitRepo, monkeypatch: pytest.MonkeyPatch):
    others = [Problem(file="b.sql", rule="lint", message="is wrong", remedy="mend it"), FAULT]
    table = {"one": lambda *_, **__: others, "two": lambda *_, **__: [FAULT]}
    monkeypatch.setattr(checks, "CHECKS", table)

    assert checks.check(promoted_repo.root) == tuple(others)
    assert checks.check(promoted_repo.root, skip=["one"]) == (FAULT,)


def test_a_check_that_takes_long_is_run_where_it_is_wanted(
    promoted_repo: GitRepo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """A line more in the table is a switch more."""
    monkeypatch.chdir(promoted_repo.root)
    monkeypatch.setitem(checks.WANTED, "rehearse", lambda *_, **__: [FAULT])
    monkeypatch.delitem(sys.modules, "guardian.cli.check", raising=False)

    assert main(["check"]) == 0
    assert main(["check", "--rehearse"]) == 3
    assert "[guardian-lint] is wrong" in capsys.readouterr().out
