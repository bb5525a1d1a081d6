"""The immutability hook lets promoted files go where a squash accounts for them, and nowhere else. Real git."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guardian.adapters.migrations_dir import read_lock, write_lock
from guardian.adapters.squash_files import exchange
from guardian.app.lock import rewrite_lock
from guardian.migrate.lock_file import LockFile, build_lock_file, render_lock_file
from guardian.migrate.lock_line import parse_line
from guardian.migrate.migration import MigrationFile
from guardian.migrate.migration_set import MigrationSet, checksums
from guardian.migrate.squash import plan_squash, squash_lines
from tests.plugin.git_repo import GitRepo, refused

LOCK = "migrations/guardian.lock"
LATER = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def repo(git_repo: GitRepo) -> GitRepo:
    """Three migrations committed: 1 and 2 promoted on prod, 2 on staging as well, and 3 not."""
    for name in ("000001_one", "000002_two", "000003_three"):
        git_repo.pair(name)
    git_repo.lock(1, 2)
    git_repo.lock(2, target="staging")
    git_repo.commit_all("first")
    return git_repo


def folder(repo: GitRepo) -> Path:
    return repo.root / "migrations"


def lock_of(repo: GitRepo) -> LockFile:
    lock = read_lock(folder(repo))
    assert lock is not None
    return lock


def squash(repo: GitRepo, version: int = 2, title: str = "baseline") -> None:
    """Do to the files what guardian squash does once its proof holds; the databases are another test's."""
    files = {p.name: p.read_bytes() for p in folder(repo).iterdir() if p.name.endswith(".sql")}
    plan = plan_squash(MigrationSet.from_files(files), lock_of(repo).lines, version=version, title=title)
    new = [MigrationFile(name=name, content=f"-- {name}\n".encode()) for name in (plan.up_name, plan.down_name)]
    lines = squash_lines(lock_of(repo).lines, new, version=version, targets=["prod"], when=LATER)
    exchange(
        folder(repo),
        old=checksums(plan.replaced),
        new={file.name: file.text for file in new},
        lock=render_lock_file(build_lock_file(lines)),
    )


def judged(repo: GitRepo, *words: str) -> None:
    """Stage everything and let the hooks judge it: they are silent, or refuse with these words."""
    repo.git("add", "-A")
    done = repo.hook("immutable", "--locked")
    if words:
        refused(done, *words)
    else:
        assert done.returncode == 0, done.stderr
        for hook in ("naming", "lock"):
            other = repo.hook(hook)
            assert other.returncode == 0, other.stderr


def forge(repo: GitRepo, find: str, replace: str) -> None:
    """Edit the lock file's lines, and give it the header that fits them."""
    text = render_lock_file(lock_of(repo))
    body = re.sub(find, replace, text.partition("\n")[2])
    write_lock(folder(repo), build_lock_file(parse_line(line) for line in body.splitlines()))


def test_a_squash_is_accepted(repo: GitRepo) -> None:
    squash(repo)
    judged(repo)
    assert [[mark.target for mark in line.promotions] for line in lock_of(repo).lines[:2]] == [["prod", "staging"]] * 2
    repo.commit("squash")
    repo.pair("000004_four")
    rewrite_lock(folder(repo))
    judged(repo)


def test_guardian_lock_keeps_a_squash_that_is_not_committed_yet(repo: GitRepo) -> None:
    squash(repo)
    before = (repo.root / LOCK).read_text()
    assert not rewrite_lock(folder(repo))
    assert (repo.root / LOCK).read_text() == before


def test_the_lock_hook_keeps_a_squash_that_is_not_staged_whole(repo: GitRepo) -> None:
    squash(repo)
    before = (repo.root / LOCK).read_text()
    repo.git("add", "-A")
    repo.git("restore", "--staged", LOCK)
    refused(repo.hook("lock"), "is as it must be, but that is not staged")
    assert (repo.root / LOCK).read_text() == before


def test_the_baseline_is_immutable_from_then_on(repo: GitRepo) -> None:
    squash(repo)
    repo.commit_all("squash")
    repo.write("migrations/000002_baseline.up.sql", "-- other\n")
    judged(repo, "000002_baseline.up.sql: [guardian-immutable] is promoted since", "its content is changed")
    repo.git("rm", "-qf", "migrations/000002_baseline.up.sql", "migrations/000002_baseline.down.sql")
    judged(repo, "is deleted")


def test_the_baseline_is_immutable_before_it_is_committed(repo: GitRepo) -> None:
    squash(repo)
    repo.write("migrations/000002_baseline.up.sql", "-- other\n")
    judged(repo, "000002_baseline.up.sql: [guardian-immutable]", "its content is changed")
    rewrite_lock(folder(repo))
    judged(repo, "000002_baseline.up.sql: [guardian-immutable]", "its content is changed")


def test_its_line_stays_as_it_is(repo: GitRepo) -> None:
    squash(repo)
    repo.commit_all("squash")
    forge(repo, r" replaces=\w+", "")
    judged(repo, "the line of 000002_baseline.down.sql", "changed")


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        (r" replaces=\w+", ""),
        (r" replaces=\w", " replaces=0"),
        (r" promoted=[^ ]*:prod", ""),
        (r" promoted=[^ ]*:staging", ""),
    ],
    ids=["no replaces", "a wrong replaces", "not promoted on prod any more", "not promoted on staging any more"],
)
def test_a_forged_line_is_refused(repo: GitRepo, find: str, replace: str) -> None:
    squash(repo)
    before = (repo.root / LOCK).read_text()
    forge(repo, find, replace)
    if (repo.root / LOCK).read_text() == before:
        forge(repo, r" replaces=\w", " replaces=1")
    judged(repo, "000001_one.up.sql: [guardian-immutable] is promoted since", "the line of 000001_one.down.sql")


def test_a_deletion_by_hand_is_refused(repo: GitRepo) -> None:
    """Also where a right squash is taken as the pattern: the hash is that of other lines."""
    squash(repo)
    hashed = next(line.replaces for line in lock_of(repo).lines if line.replaces)
    repo.git("reset", "-q", "--hard")
    repo.git("clean", "-qfd")
    repo.pair("000004_four")
    repo.lock(3)
    repo.commit_all("three is promoted")
    squash(repo, version=3)
    forge(repo, r"replaces=\w+", f"replaces={hashed}")
    judged(repo, "000003_three.up.sql: [guardian-immutable] is promoted since", "000001_one.up.sql")


def test_one_more_deletion_beside_a_squash_is_refused(repo: GitRepo) -> None:
    repo.lock(3)
    repo.commit_all("three is promoted")
    squash(repo)
    repo.git("rm", "-qf", "migrations/000003_three.up.sql", "migrations/000003_three.down.sql")
    judged(repo, "000003_three.up.sql: [guardian-immutable]")


def test_a_replaced_file_that_is_still_there_is_refused(repo: GitRepo) -> None:
    squash(repo)
    repo.write("migrations/000001_one.up.sql", "-- other\n")
    judged(repo, "000001_one.up.sql: [guardian-immutable]", "its content is changed")


def test_a_renamed_baseline_is_refused(repo: GitRepo) -> None:
    squash(repo)
    repo.commit_all("squash")
    repo.git("mv", "migrations/000002_baseline.up.sql", "migrations/000002_other.up.sql")
    judged(repo, "is renamed to 000002_other.up.sql")


def test_two_squashes_in_one_push_are_accepted(repo: GitRepo) -> None:
    """A range is judged from its first to its last commit, which skips the baseline in between."""
    start = repo.head()
    squash(repo)
    repo.commit_all("squash")
    repo.lock(3)
    repo.commit_all("three is promoted")
    squash(repo, version=3)
    judged(repo)
    repo.commit_all("squash again")
    done = repo.hook("immutable", "--strict", "--from-ref", start, "--to-ref", "HEAD")
    assert done.returncode == 0, done.stderr


def test_a_branch_from_before_is_merged(repo: GitRepo) -> None:
    """Its lock file conflicts, guardian lock settles it, and nothing of what was squashed comes back."""
    repo.git("switch", "-qc", "feature")
    repo.pair("000004_four")
    rewrite_lock(folder(repo))
    repo.commit_all("four")
    repo.git("switch", "-q", "main")
    squash(repo)
    repo.commit_all("squash")
    range_check = repo.hook("immutable", "--from-ref", "main", "--to-ref", "feature")
    assert range_check.returncode == 0, range_check.stderr
    repo.git("merge", "-q", "--no-commit", "feature", code=None)
    rewrite_lock(folder(repo))
    judged(repo)
    assert [line.file for line in lock_of(repo).lines if line.file.endswith(".up.sql")] == [
        "000002_baseline.up.sql", "000003_three.up.sql", "000004_four.up.sql",
    ]  # fmt: skip
    repo.git("commit", "-qm", "merge")
    judged(repo)


def test_a_squash_on_a_branch_is_merged_into_a_main_with_more_promotions(repo: GitRepo) -> None:
    repo.git("switch", "-qc", "squash")
    squash(repo)
    repo.commit_all("squash")
    repo.git("switch", "-q", "main")
    repo.lock(1, target="audit")
    repo.lock(3)
    repo.commit_all("promoted meanwhile")
    repo.git("merge", "-q", "--no-commit", "squash", code=None)
    rewrite_lock(folder(repo))
    judged(repo)
    assert {mark.target for mark in lock_of(repo).lines[0].promotions} == {"prod", "staging", "audit"}
