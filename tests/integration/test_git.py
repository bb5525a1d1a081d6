"""What is asked of git, of real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardian.adapters.git import Entry, GitError, Repository
from guardian.errors import UsageError
from tests.plugin.git_repo import GitRepo

ODD = ('a b"c.sql', "ümlaut.sql", "tab\tnew\nline.sql", "\udcff.sql", ":(glob)*.sql", "-x.sql")


@pytest.mark.parametrize("m", ["m", ":(glob)m*", "0:m"])
def test_files_and_blobs_of_odd_names(git_repo: GitRepo, m: str):
    """No quoting, no pathspec magic, no loss of bytes."""
    for name in ODD:
        git_repo.write(f"{m}/{name}", name.encode("utf-8", "surrogateescape"))
    git_repo.write(f"{m}/sub/inner.sql")
    git_repo.commit_all()
    repository = Repository.discover(git_repo.root)
    files = repository.files("HEAD", m)
    assert set(files) == {f"{m}/{name}" for name in ODD}
    for name in ODD:
        content = name.encode("utf-8", "surrogateescape")
        assert repository.blob("HEAD", f"{m}/{name}") == repository.blob(None, f"{m}/{name}") == content
        assert repository.blobs([files[f"{m}/{name}"].object_id]) == {files[f"{m}/{name}"].object_id: content}
    assert repository.files("HEAD", "missing") == {}
    assert repository.blob("HEAD", m) is None
    assert repository.blob(None, "missing\nnewline") is None


def test_staged_changes_of_every_kind(git_repo: GitRepo):
    for name in ("changed", "gone", "linked"):
        git_repo.write(f"m/{name}", name)
    git_repo.write("m/old", "a long enough text to be found again\n" * 5)
    git_repo.commit_all()
    git_repo.write("m/changed", "other")
    git_repo.git("rm", "-q", "m/gone")
    git_repo.git("mv", "m/old", "m/new")
    git_repo.write("m/added")
    (git_repo.root / "m/linked").unlink()
    (git_repo.root / "m/linked").symlink_to("added")
    git_repo.git("add", "-A")
    repository = Repository.discover(git_repo.root)
    changes = repository.staged_changes(repository.head())
    assert sorted((c.status, c.old_path, c.path) for c in changes if c.old_path is None) == [
        ("A", None, "m/added"),
        ("D", None, "m/gone"),
        ("M", None, "m/changed"),
        ("T", None, "m/linked"),
    ]
    assert [(c.status, c.old_path, c.path) for c in changes if c.old_path] == [("R", "m/old", "m/new")]
    staged = repository.staged_files("m")
    assert set(staged) == {"m/changed", "m/linked", "m/new", "m/added"}
    assert staged["m/linked"].mode == "120000"
    old = git_repo.head()
    git_repo.commit()
    assert repository.changes(old, "HEAD") == changes
    assert repository.files("HEAD", "m") == staged


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_before_the_first_commit(git_repo: GitRepo, tmp_path: Path, object_format: str):
    repo = GitRepo(root=tmp_path / object_format, env=git_repo.env)
    repo.root.mkdir()
    repo.git("init", "-q", f"--object-format={object_format}")
    repo.write("m/a", "1")
    repo.git("add", "m/a")
    repository = Repository.discover(repo.root)
    assert repository.head() is None
    assert [(c.status, c.path) for c in repository.staged_changes(None)] == [("A", "m/a")]
    assert [entry.mode for entry in repository.staged_files("m").values()] == ["100644"]
    assert repository.files(None, "m") == {}


def test_where_we_stand(git_repo: GitRepo):
    folder = git_repo.root / "a b" / "c"
    folder.mkdir(parents=True)
    repository = Repository.discover(folder)
    assert (repository.root, repository.prefix, repository.bare) == (git_repo.root, "a b/c/", False)
    assert repository.inside("m") == "a b/c/m"
    assert repository.inside("../../m/") == "m"
    assert repository.inside("../..") == ""
    assert repository.inside(str(git_repo.root / "m")) == "m"
    with pytest.raises(UsageError, match="outside the git repository"):
        repository.inside("../../..")


def test_root_folder_as_the_directory(git_repo: GitRepo):
    git_repo.write("a.sql")
    git_repo.write("m/b.sql")
    git_repo.commit_all()
    repository = Repository.discover(git_repo.root)
    assert set(repository.files("HEAD", "")) == set(repository.staged_files("")) == {"a.sql"}


def test_no_repository(git_repo: GitRepo, tmp_path: Path):
    with pytest.raises(GitError, match=r"is not in a git repository; run this inside one"):
        Repository.discover(tmp_path)
    with pytest.raises(GitError, match="cannot be entered"):
        Repository.discover(tmp_path / "missing")


def test_unresolved_conflict_is_told(git_repo: GitRepo):
    git_repo.write("a", "1")
    git_repo.commit_all()
    git_repo.git("switch", "-qc", "side")
    git_repo.write("a", "2")
    git_repo.commit_all()
    git_repo.git("switch", "-q", "main")
    git_repo.write("a", "3")
    git_repo.commit_all()
    git_repo.git("merge", "side", code=1)
    repository = Repository.discover(git_repo.root)
    with pytest.raises(GitError, match=r"'a' has merge conflicts; resolve them"):
        repository.staged_changes("HEAD")
    assert repository.merge_heads() == (git_repo.git("rev-parse", "side").stdout.strip(),)


def test_commits_are_found_or_told(git_repo: GitRepo):
    git_repo.write("a", "1")
    git_repo.commit_all()
    repository = Repository.discover(git_repo.root)
    assert repository.commit("HEAD") == repository.head() == git_repo.head()
    for name in ("nope", "--all", "HEAD:a"):
        with pytest.raises(GitError, match="knows no commit"):
            repository.commit(name)


def test_submodules_are_listed_and_have_no_content(git_repo: GitRepo):
    commit = "1" * 40
    git_repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},m/inner")
    repository = Repository.discover(git_repo.root)
    assert repository.staged_files("m") == {"m/inner": Entry(mode="160000", object_id=commit)}
    assert repository.blobs([commit]) == {}
