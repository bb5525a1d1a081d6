"""The hooks over a range of commits: at a push, in CI, in a bare repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.git_repo import PRE_COMMIT, GitRepo, refused

UP_1, UP_2 = "migrations/000001_baseline.up.sql", "migrations/000002_aegis_v2.up.sql"
LOCK = "migrations/guardian.lock"


@pytest.fixture
def repo(hooked_repo: GitRepo) -> GitRepo:
    return hooked_repo


def test_range_with_deletions_only(repo: GitRepo):
    """pre-commit passes no file names here; the range comes from its environment."""
    before = repo.head()
    repo.git("rm", "-q", UP_1)
    repo.git("commit", "-qm", "gone", "--no-verify")
    refused(repo.run(PRE_COMMIT, "run", "--hook-stage", "manual", "--from-ref", before, "--to-ref", "HEAD"), UP_1)
    refused(repo.hook("immutable", "--from-ref", before), UP_1)
    assert repo.hook("immutable", "--from-ref", "HEAD", "--to-ref", "HEAD").returncode == 0


def test_push_is_judged(repo: GitRepo, tmp_path: Path):
    remote = tmp_path / "remote.git"
    repo.git("init", "-q", "--bare", str(remote))
    repo.git("remote", "add", "origin", str(remote))
    repo.git("push", "-q", "origin", "main")
    repo.write(UP_1, "select 2;\n")
    repo.git("commit", "-qam", "around", "--no-verify")
    refused(repo.git("push", "-q", "origin", "main", code=None), UP_1)


def test_forced_push_that_forgets_a_promotion_is_refused(repo: GitRepo, tmp_path: Path):
    """The remote's branch is replaced: what it had promoted must still be there."""
    remote = tmp_path / "remote.git"
    repo.git("init", "-q", "--bare", str(remote))
    repo.git("remote", "add", "origin", str(remote))
    before = repo.head()
    repo.lock(2)
    repo.commit_all("promoted 2")
    repo.git("push", "-q", "origin", "main")
    repo.git("reset", "-q", "--hard", before)
    refused(repo.git("push", "-qf", "origin", "main", code=None), LOCK, "no longer marked as promoted")


def test_branch_behind_its_base_is_no_breach(repo: GitRepo):
    """What the base promoted after the branch left it is not missing from the branch, unless the branch touched it."""
    repo.git("switch", "-qc", "feature")
    repo.pair("000003_feature")
    repo.commit_all("feature")
    repo.git("switch", "-q", "main")
    repo.lock(2)
    repo.commit_all("promoted 2")
    assert repo.hook("immutable", "--from-ref", "main", "--to-ref", "feature").returncode == 0
    refused(repo.hook("immutable", "--strict", "--from-ref", "main", "--to-ref", "feature"), LOCK)
    repo.git("switch", "-q", "feature")
    repo.write(UP_2, "select 2;\n")
    repo.commit_all("edited where it was not promoted yet")
    refused(repo.hook("immutable", "--from-ref", "main", "--to-ref", "feature"), UP_2)


def test_bare_repository_judges_ranges_only(repo: GitRepo, tmp_path: Path):
    """As in a pre-receive hook."""
    before = repo.head()
    repo.write(UP_1, "select 2;\n")
    repo.git("commit", "-qam", "around", "--no-verify")
    bare = tmp_path / "bare.git"
    repo.git("clone", "-q", "--bare", str(repo.root), str(bare))
    refused(repo.hook("immutable", "--strict", "--from-ref", before, "--to-ref", "main", cwd=bare), UP_1)
    assert repo.hook("immutable", "--from-ref", before, "--to-ref", "0" * 40, cwd=bare).returncode == 0
    assert repo.hook("immutable", "--from-ref", "0" * 40, "--to-ref", before, cwd=bare).returncode == 0
    done = repo.hook("immutable", cwd=bare)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "bare repository" in done.stderr


def test_unknown_revision_is_one_sentence(repo: GitRepo):
    done = repo.hook("immutable", "--from-ref", "origin/main")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "'origin/main'; fetch it" in done.stderr


def test_half_a_range_is_a_usage_error(repo: GitRepo):
    done = repo.hook("immutable", "--to-ref", "HEAD")
    said = "guardian-immutable: --to-ref needs --from-ref too, the commit to compare with\n"
    assert (done.returncode, done.stderr) == (2, said)
