"""pre-receive in a bare repository: what nobody's own hooks have stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.git_repo import GitRepo, refused
from tests.plugin.hooked import GUARDIAN, allowed

UP_1, UP_2 = "migrations/000001_baseline.up.sql", "migrations/000002_aegis_v2.up.sql"
LOCK = "migrations/guardian.lock"


@pytest.fixture
def server(promoted_repo: GitRepo, tmp_path: Path) -> Path:
    """A bare repository, known as origin, that judges what is pushed; it has the main branch already."""
    path = tmp_path / "server.git"
    promoted_repo.git("init", "-q", "--bare", "-b", "main", str(path))
    allowed(promoted_repo.run(GUARDIAN, "hooks", "install", "--server", str(path)))
    promoted_repo.git("remote", "add", "origin", str(path))
    allowed(promoted_repo.git("push", "-q", "origin", "main", code=None))
    return path


@pytest.fixture
def repo(promoted_repo: GitRepo, server: Path) -> GitRepo:
    return promoted_repo


def push(repo: GitRepo, *words: str):
    return repo.git("push", "-q", "origin", *words, code=None)


def breach(repo: GitRepo) -> None:
    repo.write(UP_1, "select 2;\n")
    repo.git("commit", "-qam", "breach")


def test_a_breach_is_refused_and_nothing_of_it_stays(repo: GitRepo, server: Path):
    before = repo.head()
    breach(repo)
    refused(push(repo, "main"), f"remote: {UP_1}: [guardian-immutable]", "refs/heads/main is refused", "guardian new")
    assert repo.git("rev-parse", "main", cwd=server).stdout.strip() == before
    assert repo.git("cat-file", "-e", repo.head(), cwd=server, code=None).returncode != 0
    repo.git("revert", "--no-edit", "HEAD")
    allowed(push(repo, "main"))


def test_a_new_branch_is_judged_from_where_it_left(repo: GitRepo):
    repo.git("switch", "-qc", "feature")
    repo.pair("000003_users")
    repo.commit_all()
    repo.git("switch", "-q", "main")
    repo.lock(2)
    repo.commit_all("promoted 2")
    allowed(push(repo, "main"))
    allowed(push(repo, "feature"))
    repo.git("switch", "-qc", "late", "feature")
    repo.write(UP_2, "select 2;\n")
    repo.commit_all("edits what main has promoted meanwhile")
    refused(push(repo, "late"), UP_2, "refs/heads/late is refused")


def test_one_bad_reference_of_several(repo: GitRepo, server: Path):
    repo.git("switch", "-qc", "bad")
    breach(repo)
    repo.git("switch", "-qc", "good", "main")
    repo.pair("000003_users")
    repo.commit_all()
    refused(push(repo, "good", "bad"), "refs/heads/bad is refused")
    assert repo.git("branch", "--list", cwd=server).stdout.split() == ["*", "main"]
    allowed(push(repo, "good"))


def test_deletions_and_tags(repo: GitRepo, server: Path):
    repo.git("config", "receive.denyDeleteCurrent", "ignore", cwd=server)
    allowed(push(repo, "main:refs/heads/other"))
    repo.git("tag", "-a", "v1", "-m", "v1")
    blob = repo.git("rev-parse", f"HEAD:{UP_1}").stdout.strip()
    allowed(push(repo, "v1", f"{blob}:refs/tags/a-file", f"{repo.head()}:refs/notes/odd"))
    allowed(push(repo, ":other", ":v1"))
    breach(repo)
    repo.git("tag", "v2")
    refused(push(repo, "v2"), UP_1, "refs/tags/v2 is refused")


def test_a_forced_push_is_judged_by_state(repo: GitRepo):
    """History may be written anew; what is promoted may not be lost by it."""
    before = repo.head()
    repo.lock(2)
    repo.commit_all("promoted 2")
    allowed(push(repo, "main"))
    repo.git("commit", "-q", "--amend", "-m", "the same, with other words")
    allowed(push(repo, "--force", "main"))
    repo.git("reset", "-q", "--hard", before)
    refused(push(repo, "--force", "main"), LOCK, "no longer marked as promoted")
    repo.git("switch", "-q", "--orphan", "fresh")
    repo.write("README.md")
    repo.commit_all("all anew")
    refused(push(repo, "--force", "fresh:main"), f"{LOCK}: [guardian-immutable] is missing")
    allowed(push(repo, "fresh:pages"))


def test_the_servers_default_branch_has_another_name(repo: GitRepo, server: Path):
    """The branch that HEAD names is not there: a new branch is judged from where it left any of those that are."""
    repo.git("branch", "-m", "main", "trunk")
    repo.git("symbolic-ref", "HEAD", "refs/heads/never", cwd=server)
    repo.git("update-ref", "refs/heads/trunk", "refs/heads/main", cwd=server)
    repo.git("update-ref", "-d", "refs/heads/main", cwd=server)
    repo.git("switch", "-qc", "feature")
    repo.git("rm", "-q", UP_1, UP_1.replace(".up.", ".down."), LOCK)
    repo.commit("loses everything")
    refused(push(repo, "feature"), f"{LOCK}: [guardian-immutable] is missing")


def test_a_repository_with_a_work_tree_may_receive_too(repo: GitRepo, tmp_path: Path):
    place = tmp_path / "deployed"
    repo.git("clone", "-q", str(repo.root), str(place))
    repo.git("config", "receive.denyCurrentBranch", "updateInstead", cwd=place)
    allowed(repo.run(GUARDIAN, "hooks", "install", "--server", cwd=place))
    breach(repo)
    refused(repo.git("push", "-q", str(place), "main", code=None), UP_1)


def test_a_bare_repository_takes_the_servers_hook_only(repo: GitRepo, server: Path):
    refused(repo.run(GUARDIAN, "hooks", "install", cwd=server), "bare repository", "use --server")
    assert "installed" in repo.run(GUARDIAN, "hooks", "status", "--server", cwd=server).stdout
    allowed(repo.run(GUARDIAN, "hooks", "uninstall", cwd=server))
    breach(repo)
    allowed(push(repo, "main"))
