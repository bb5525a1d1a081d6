"""guardian-lock: the lock file fits what will be committed, and no promotion is ever lost by writing it anew."""

from __future__ import annotations

import pytest

from guardian.app.lock import rewrite_lock
from tests.plugin.git_repo import GitRepo, refused
from tests.plugin.hooked import GUARDIAN, allowed

LOCK = "migrations/guardian.lock"
UP_2 = "migrations/000002_aegis_v2.up.sql"


@pytest.fixture
def repo(promoted_repo: GitRepo) -> GitRepo:
    return promoted_repo


def text(repo: GitRepo) -> str:
    return (repo.root / LOCK).read_text()


def test_it_fails_once(repo: GitRepo):
    """As a formatter: it writes the file, the person adds it; then there is nothing to do."""
    repo.pair("000003_users")
    repo.git("add", "-A")
    refused(repo.hook("lock"), f"{LOCK}: [guardian-lock] did not fit", f"git add {LOCK}, and commit again")
    assert text(repo).count("000003_users") == 2
    refused(repo.hook("lock"), "is as it must be, but that is not staged")
    repo.git("add", LOCK)
    done = repo.hook("lock")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_writes_what_guardian_lock_writes(repo: GitRepo):
    """Where disk and index are the same, both ways to the lock file end in the same text."""
    repo.pair("000003_users")
    repo.write(UP_2, "select 2;\n")
    repo.git("rm", "-q", "--cached", "migrations/000002_aegis_v2.down.sql")
    (repo.root / "migrations/000002_aegis_v2.down.sql").unlink()
    repo.git("add", "-A")
    repo.hook("lock")
    written = text(repo)
    assert not rewrite_lock(repo.root / "migrations")
    assert text(repo) == written


def test_it_changes_nothing_that_fits(repo: GitRepo):
    """Whatever lies on the disk, with other line endings, and where no migration is touched."""
    repo.write("README.md", "more\n")
    repo.write(LOCK, text(repo).replace("\n", "\r\n"))
    repo.git("add", "-A")
    repo.write(UP_2, "select 3;\n")
    before = text(repo)
    allowed(repo.hook("lock"))
    assert text(repo) == before


def test_a_promotion_that_is_on_the_disk_only_is_kept(repo: GitRepo):
    """guardian promote has marked version 2; another commit is made before that is staged."""
    repo.lock(2)
    repo.pair("000003_users")
    repo.git("add", "migrations/000003_users.up.sql", "migrations/000003_users.down.sql")
    refused(repo.hook("lock"), "is written anew")
    assert text(repo).count("promoted=") == 4
    assert text(repo).count("000003_users") == 2
    repo.git("add", LOCK)
    allowed(repo.hook("lock"))
    allowed(repo.hook("immutable"))


def test_an_edit_of_a_promoted_file_is_not_made_good(repo: GitRepo):
    """The line of a promoted file stays as it is; that the file differs is for guardian-immutable."""
    before = text(repo)
    repo.write("migrations/000001_baseline.up.sql", "select 2;\n")
    repo.git("add", "-A")
    allowed(repo.hook("lock"))
    assert text(repo) == before
    refused(repo.hook("immutable"), "its content is changed")


def test_a_project_without_one_gets_it(git_repo: GitRepo):
    git_repo.write("README.md")
    git_repo.write("migrations/README.md")
    git_repo.git("add", "-A")
    allowed(git_repo.hook("lock"))
    assert not (git_repo.root / LOCK).exists()
    git_repo.pair("000001_baseline")
    git_repo.git("add", "-A")
    refused(git_repo.hook("lock"), "is written anew")
    git_repo.git("add", "-A")
    allowed(git_repo.hook("lock"))


def test_all_migrations_go(git_repo: GitRepo):
    git_repo.pair("000001_baseline")
    git_repo.lock()
    git_repo.commit_all()
    git_repo.git("rm", "-rq", "migrations")
    allowed(git_repo.hook("lock"))


def test_a_range_is_judged_and_nothing_is_written(repo: GitRepo):
    repo.pair("000003_users")
    repo.commit_all()
    before = text(repo)
    refused(repo.hook("lock", "--from-ref", "HEAD~1"), f"{LOCK}: [guardian-locked] has no line for 000003_users.up.sql")
    assert text(repo) == before
    repo.lock()
    repo.commit_all()
    allowed(repo.hook("lock", "--from-ref", "HEAD~2"))
    repo.write(LOCK, "x")
    repo.commit_all()
    refused(repo.hook("lock", "--from-ref", "HEAD~1"), f"{LOCK}:1: [guardian-locked] expected")


def test_two_files_of_one_version_have_their_lines(repo: GitRepo):
    """That is for guardian-naming to refuse; the lock file tells of both, so that mending one is all there is to do."""
    repo.pair("000003_users")
    repo.pair("000003_orders")
    repo.git("add", "-A")
    refused(repo.hook("lock"), "is written anew")
    assert (text(repo).count("000003_users"), text(repo).count("000003_orders")) == (2, 2)


def test_guardian_lock_staged_without_anything_staged(repo: GitRepo):
    done = repo.run(GUARDIAN, "lock", "--staged")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "no migration is staged" in done.stderr
