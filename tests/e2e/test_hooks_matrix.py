"""Whatever git does to a commit, and however the hooks are installed: what must pass passes, what must not does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.git_repo import GitRepo, refused
from tests.plugin.hooked import GUARDIAN, LOCK, WAYS, allowed

UP_1, UP_2 = "migrations/000001_baseline.up.sql", "migrations/000002_aegis_v2.up.sql"
DOWN_2 = "migrations/000002_aegis_v2.down.sql"
# Another text for version 2 that no rule about SQL objects to.
OTHER_2 = "create table t_000002_aegis_v2 (id bigint);\n"


@pytest.fixture
def repo(judged_repo: GitRepo) -> GitRepo:
    return judged_repo


@pytest.fixture
def remote(repo: GitRepo, tmp_path: Path) -> Path:
    """A bare repository with the main branch, known as origin."""
    path = tmp_path / "remote.git"
    repo.git("clone", "-q", "--bare", str(repo.root), str(path))
    repo.git("remote", "add", "origin", str(path))
    repo.git("fetch", "-q", "origin")
    return path


def past(repo: GitRepo, *arguments: str) -> None:
    """Run git past all hooks, to prepare what is to be judged."""
    repo.git("-c", "core.hooksPath=/dev/null", *arguments)


def add_pair(repo: GitRepo, name: str) -> None:
    """Write a pair and its lock lines, and stage them."""
    repo.pair(name)
    repo.lock()
    repo.git("add", "migrations")


def around(repo: GitRepo, *, file: str = UP_1) -> None:
    """Commit a breach past the hooks."""
    repo.write(file, "select 2;\n")
    past(repo, "commit", "-qam", "around")


def test_new_pair(repo: GitRepo):
    add_pair(repo, "000003_users")
    allowed(repo.commit())
    repo.write("migrations/4-users.sql")
    refused(repo.commit_all(code=None), "[guardian-naming]")


def test_edit(repo: GitRepo):
    repo.write(UP_2, OTHER_2)
    repo.lock()
    allowed(repo.commit_all())
    repo.write(UP_1, "select 2;\n")
    refused(repo.commit_all(code=None), UP_1, "its content is changed")


def test_partial_staging_good_index(repo: GitRepo):
    """The disk breaks every rule; what is staged does not."""
    add_pair(repo, "000003_users")
    repo.write(UP_1, "select 2;\n")
    repo.write(UP_2, "select 2;\n")
    repo.write("migrations/4-users.sql")
    allowed(repo.commit())
    assert repo.git("diff", "--name-only").stdout.split() == [UP_1, UP_2]


def test_partial_staging_bad_index(repo: GitRepo):
    content = (repo.root / UP_1).read_text()
    repo.write(UP_1, "select 2;\n")
    repo.git("add", "-A")
    repo.write(UP_1, content)
    refused(repo.commit(code=None), UP_1)
    assert (repo.root / UP_1).read_text() == content


def test_lock_file_of_the_disk_does_not_fit_the_index(repo: GitRepo):
    """The lock file was written while more was on disk than is staged; the way out that the hook names works."""
    repo.pair("000003_users")
    repo.pair("000004_later")
    repo.lock()
    repo.git("add", "migrations/000003_users.up.sql", "migrations/000003_users.down.sql", LOCK)
    refused(repo.commit(code=None), "[guardian-lock]", "guardian lock --staged")
    allowed(repo.run(GUARDIAN, "lock", "--staged"))
    repo.git("add", LOCK)
    allowed(repo.commit())
    assert "000004" not in repo.git("show", f"HEAD:{LOCK}").stdout


def test_lock_file_with_unstaged_edits(repo: GitRepo):
    """A migration is edited after `git add`: the lock file must fit what was added."""
    repo.write(UP_2, OTHER_2)
    repo.git("add", UP_2)
    repo.write(UP_2, "select 3;\n")
    refused(repo.commit(code=None), "[guardian-lock]")
    allowed(repo.run(GUARDIAN, "lock", "--staged"))
    repo.git("add", LOCK)
    allowed(repo.commit())
    assert repo.git("diff", "--name-only").stdout.split() == [UP_2]


def test_deletions_only(repo: GitRepo):
    repo.git("rm", "-q", UP_2, DOWN_2)
    repo.lock()
    repo.git("add", LOCK)
    allowed(repo.commit())
    repo.git("rm", "-q", UP_1)
    refused(repo.commit(code=None), UP_1, "is deleted")


def test_rename(repo: GitRepo):
    repo.git("mv", UP_2, "migrations/000002_other.up.sql")
    repo.git("mv", DOWN_2, "migrations/000002_other.down.sql")
    repo.lock()
    repo.git("add", LOCK)
    allowed(repo.commit())
    repo.git("mv", UP_1, "migrations/000001_other.up.sql")
    refused(repo.commit(code=None), UP_1, "is renamed to 000001_other.up.sql")


def test_rename_of_case_only(repo: GitRepo):
    repo.git("mv", UP_1, "migrations/000001_Baseline.up.sql")
    refused(repo.commit(code=None), UP_1, "is renamed to 000001_Baseline.up.sql")
    repo.git("commit", "-qm", "around", "--no-verify")
    repo.git("mv", "migrations/000001_Baseline.up.sql", UP_1)
    allowed(repo.commit("put back"))


def branch_with_pair_and_one_with_breach(repo: GitRepo) -> None:
    past(repo, "switch", "-qc", "good")
    add_pair(repo, "000003_users")
    past(repo, "commit", "-qm", "good")
    past(repo, "switch", "-qc", "bad", "main")
    around(repo)
    past(repo, "switch", "-qc", "other", "main")
    repo.write("other.txt")
    repo.git("add", "-A")
    past(repo, "commit", "-qm", "other")
    past(repo, "switch", "-q", "main")
    repo.write("README.md", "more\n")
    past(repo, "commit", "-qam", "main")


def test_merge(repo: GitRepo):
    branch_with_pair_and_one_with_breach(repo)
    allowed(repo.git("merge", "-q", "-m", "m", "good"))
    refused(repo.git("merge", "-q", "-m", "m", "bad", code=None), UP_1)


def test_octopus_merge(repo: GitRepo):
    branch_with_pair_and_one_with_breach(repo)
    refused(repo.git("merge", "-q", "-m", "m", "other", "bad", code=None), UP_1)
    past(repo, "reset", "-q", "--hard")
    allowed(repo.git("merge", "-q", "-m", "m", "other", "good"))
    assert len(repo.git("show", "-s", "--format=%P").stdout.split()) == 3


def test_merge_with_conflict(repo: GitRepo):
    """Both sides add a migration; the hook writes the lock file that fits the resolution, or the person does."""
    past(repo, "switch", "-qc", "feature")
    add_pair(repo, "000003_feature")
    past(repo, "commit", "-qm", "feature")
    past(repo, "switch", "-q", "main")
    add_pair(repo, "000003_main")
    past(repo, "commit", "-qm", "main")
    repo.git("merge", "-q", "feature", code=1)
    repo.git("add", LOCK)
    refused(repo.commit(code=None), f"{LOCK}:1: [guardian-immutable]", "[guardian-duplicate]")
    for direction in ("up", "down"):
        names = (f"migrations/00000{number}_feature.{direction}.sql" for number in (3, 4))
        repo.git("mv", *names)
    repo.git("add", LOCK)
    allowed(repo.run(GUARDIAN, "lock", "--staged"))
    repo.git("add", LOCK)
    allowed(repo.commit())


def test_amend(repo: GitRepo):
    add_pair(repo, "000003_users")
    repo.commit()
    repo.write("migrations/000003_users.up.sql", "create table t_000003_users (id bigint);\n")
    repo.lock()
    repo.git("add", "-A")
    allowed(repo.git("commit", "-q", "--amend", "--no-edit", code=None))
    repo.write(UP_1, "select 2;\n")
    repo.git("add", "-A")
    refused(repo.git("commit", "-q", "--amend", "--no-edit", code=None), UP_1)


def test_rebase_is_judged_when_it_is_pushed(repo: GitRepo, remote: Path):
    """git runs no hook for the commits that a rebase makes."""
    branch_with_pair_and_one_with_breach(repo)
    allowed(repo.git("rebase", "-q", "main", "good", code=None))
    allowed(repo.git("push", "-q", "origin", "good", code=None))
    past(repo, "rebase", "-q", "main", "bad")
    refused(repo.git("push", "-q", "origin", "bad", code=None), UP_1)


def test_cherry_pick(repo: GitRepo):
    branch_with_pair_and_one_with_breach(repo)
    repo.git("cherry-pick", "--no-commit", "good")
    allowed(repo.commit())
    repo.git("cherry-pick", "--no-commit", "bad")
    refused(repo.commit(code=None), UP_1)


def test_cherry_pick_is_judged_when_it_is_pushed(repo: GitRepo, remote: Path):
    branch_with_pair_and_one_with_breach(repo)
    past(repo, "cherry-pick", "good")
    allowed(repo.git("push", "-q", "origin", "main", code=None))
    past(repo, "cherry-pick", "bad")
    refused(repo.git("push", "-q", "origin", "main", code=None), UP_1)


def test_worktree(repo: GitRepo, tmp_path: Path):
    other = tmp_path / "other tree"
    repo.git("worktree", "add", "-q", "-b", "side", str(other))
    (other / UP_2).write_text(OTHER_2)
    refused(repo.git("commit", "-qam", "x", code=None, cwd=other), "[guardian-lock]")
    assert "guardian.lock" in repo.git("status", "--short", cwd=other).stdout
    allowed(repo.git("commit", "-qam", "x", code=None, cwd=other))
    (other / UP_1).write_text("select 2;\n")
    refused(repo.git("commit", "-qam", "x", code=None, cwd=other), UP_1)


def test_submodule(repo: GitRepo, tmp_path: Path, way: str):
    outer = GitRepo(root=tmp_path / "outer", env=repo.env)
    outer.root.mkdir()
    outer.git("init", "-q")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.root), "inner")
    inner = GitRepo(root=outer.root / "inner", env=repo.env)
    WAYS[way](inner)
    add_pair(inner, "000003_users")
    allowed(inner.commit(code=None))
    inner.write(UP_1, "select 2;\n")
    refused(inner.commit_all(code=None), UP_1)


def test_sub_directory(repo: GitRepo):
    folder = repo.root / "src/deep"
    folder.mkdir(parents=True)
    repo.pair("000003_users")
    repo.git("add", "-A")
    refused(repo.git("commit", "-qm", "x", code=None, cwd=folder), "[guardian-lock]")
    repo.git("add", ":/", cwd=folder)
    allowed(repo.git("commit", "-qm", "x", code=None, cwd=folder))
    repo.write(UP_1, "select 2;\n")
    refused(repo.git("commit", "-qam", "x", code=None, cwd=folder), UP_1)


@pytest.mark.parametrize("folder", ["db/changes", "-x 'a' \"b\"/ä\nb:(glob)**$(touch x)"])
def test_folder_and_its_quotes(repo: GitRepo, folder: str):
    """The migrations move, as a whole, to where guardian.toml says; from there on that folder is judged."""
    (repo.root / folder).parent.mkdir(parents=True, exist_ok=True)
    quoted = folder.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    repo.write("guardian.toml", f'migrations = "{quoted}"\n')
    (repo.root / "migrations").rename(repo.root / folder)
    allowed(repo.commit_all())
    repo.write(f"{folder}/000001_baseline.up.sql", "select 2;\n")
    refused(repo.commit_all(code=None), "000001_baseline.up.sql", "its content is changed")
    assert not (repo.root / "x").exists()


def test_odd_neighbours(repo: GitRepo):
    """Files that are no migrations may be called anything; a migration may not."""
    names = ("a b", 'q"q', "ä", "new\nline", "$(touch x)")
    for name in names:
        repo.write(f"migrations/{name}.txt")
    allowed(repo.commit_all(code=None))
    for number, name in enumerate(names, start=3):
        repo.write(f"migrations/00000{number}_{name}.up.sql")
    done = repo.commit_all(code=None)
    refused(done, "[guardian-lock]")
    assert (done.stdout + done.stderr).count("[guardian-naming]") == len(names)
    assert not (repo.root / "x").exists()


def test_first_commit(git_repo: GitRepo, way: str):
    WAYS[way](git_repo)
    git_repo.write("migrations/000001_Base.up.sql")
    refused(git_repo.commit_all(code=None), "[guardian-naming]", "000001_base.up.sql")
    git_repo.git("rm", "-qf", "migrations/000001_Base.up.sql")
    add_pair(git_repo, "000001_base")
    allowed(git_repo.commit(code=None))


def test_shallow_clone(repo: GitRepo, remote: Path, tmp_path: Path, way: str):
    repo.write("README.md", "more\n")
    repo.git("commit", "-qam", "more")
    repo.git("push", "-q", "origin", "main")
    clone = GitRepo(root=tmp_path / "clone", env=repo.env)
    repo.git("clone", "-q", "--depth=1", f"file://{remote}", str(clone.root))
    WAYS[way](clone)
    add_pair(clone, "000003_users")
    allowed(clone.commit(code=None))
    allowed(clone.git("push", "-q", "origin", "main", code=None))
    allowed(clone.git("push", "-q", "origin", "main:new", code=None))
    around(clone)
    refused(clone.git("push", "-q", "origin", "main", code=None), UP_1)
    refused(clone.git("push", "-q", "origin", "main:newer", code=None), UP_1)


def test_push(repo: GitRepo, remote: Path):
    branch_with_pair_and_one_with_breach(repo)
    allowed(repo.git("push", "-q", "origin", "good", code=None))
    refused(repo.git("push", "-q", "origin", "bad", code=None), UP_1)
    allowed(repo.git("push", "-q", "origin", ":good", code=None))
    repo.git("tag", "-a", "v1", "-m", "v1", "main")
    allowed(repo.git("push", "-q", "origin", "v1", "main", code=None))


def test_first_push(repo: GitRepo, tmp_path: Path):
    """The remote has nothing to compare with; what is promoted must fit all the same."""
    for name in ("empty.git", "other.git"):
        repo.git("init", "-q", "--bare", str(tmp_path / name))
    repo.git("remote", "add", "origin", str(tmp_path / "empty.git"))
    allowed(repo.git("push", "-q", "origin", "main", code=None))
    around(repo)
    repo.git("remote", "add", "other", str(tmp_path / "other.git"))
    refused(repo.git("push", "-q", "other", "main", code=None), UP_1)


def test_missing_lock_file(repo: GitRepo):
    """Deleted now, or by an earlier commit past the hooks: both are said, and the way out works."""
    repo.git("rm", "-q", LOCK)
    refused(repo.commit(code=None), f"{LOCK}: [guardian-immutable] is missing", "are promoted since 2026-01-18")
    past(repo, "commit", "-qm", "around")
    (repo.root / LOCK).unlink()  # the hook has written it anew
    before = repo.git("rev-parse", "HEAD~1").stdout[:12]
    repo.write(UP_1, "select 2;\n")
    done = repo.commit_all(code=None)
    refused(done, f"{LOCK}: [guardian-immutable] is missing", f"{UP_1}: [guardian-immutable]")
    repo.git("restore", f"--source={before}", "--staged", "--worktree", "--", LOCK, UP_1)
    repo.pair("000003_users")
    repo.lock()
    allowed(repo.commit_all(code=None))
