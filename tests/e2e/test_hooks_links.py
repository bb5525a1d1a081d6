"""A migrations directory that is reached through a symbolic link is judged where it really is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.git_repo import GitRepo, refused
from tests.plugin.hooked import allowed

# (what guardian.toml says, the link, what it stands for, where the files are)
LINKS = {
    "the directory": (None, "migrations", "db/sql", "db/sql"),
    "a folder above it": ("app/sql", "app", "real", "real/sql"),
    "a link of a link": ("one", "one", "two", "real"),
    "upwards": ("app/sql", "app/sql", "../real", "real"),
}


@pytest.fixture(params=LINKS)
def linked(request: pytest.FixtureRequest, git_repo: GitRepo) -> tuple[GitRepo, str]:
    """A repository with a promoted version 1 behind a link; and where its files are."""
    configured, link, target, place = LINKS[request.param]
    if configured is not None:
        git_repo.write("guardian.toml", f'migrations = "{configured}"\n')
    git_repo.pair("000001_baseline", place)
    git_repo.lock(1, directory=place)
    _link(git_repo, link, target)
    if target == "two":
        _link(git_repo, "two", "real")
    git_repo.commit_all("first")
    return git_repo, place


def _link(repo: GitRepo, name: str, target: str) -> None:
    path = repo.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def test_an_edit_is_refused(linked: tuple[GitRepo, str]):
    repo, place = linked
    repo.write(f"{place}/000001_baseline.up.sql", "select 2;\n")
    repo.git("add", "-A")
    refused(repo.hook("immutable"), f"{place}/000001_baseline.up.sql", "its content is changed")
    repo.git("commit", "-qm", "by force", "--no-verify")
    refused(repo.hook("immutable", "--from-ref", "HEAD~1", "--strict"), "its content is changed")


def test_a_new_pair_is_well_and_a_bad_name_is_not(linked: tuple[GitRepo, str]):
    repo, place = linked
    repo.pair("000002_more", place)
    repo.lock(directory=place)
    repo.git("add", "-A")
    for hook in ("naming", "immutable", "order", "lock", "lint"):
        allowed(repo.hook(hook))
    repo.write(f"{place}/3_bad.up.sql")
    repo.git("add", "-A")
    refused(repo.hook("naming"), "3_bad")
    refused(repo.hook("lock"), f"{place}/guardian.lock")


@pytest.mark.parametrize("link", ["app/sql", "app"])
def test_a_link_in_the_place_of_a_folder_is_refused_and_a_folder_that_is_named_is_not(git_repo: GitRepo, link: str):
    repo = git_repo
    repo.write("guardian.toml", 'migrations = "app/sql"\n')
    repo.pair("000001_baseline", "app/sql")
    repo.lock(1, directory="app/sql")
    repo.commit_all("first")
    (repo.root / link).rename(repo.root / "db")
    _link(repo, link, "../db" if "/" in link else "db")
    repo.git("add", "-A")
    refused(repo.hook("immutable"), "app/sql/guardian.lock: [guardian-immutable] is missing")
    repo.write("guardian.toml", f'migrations = "{"db" if "/" in link else "db/sql"}"\n')
    repo.git("add", "-A")
    allowed(repo.hook("immutable"))


@pytest.mark.parametrize("path", ["migrations", "db"])
def test_a_link_to_another_folder_loses_what_is_promoted(git_repo: GitRepo, path: str):
    repo = git_repo
    repo.write("guardian.toml", 'migrations = "db/sql"\n' if path == "db" else "")
    repo.pair("000001_baseline", "one/sql" if path == "db" else "one")
    repo.lock(1, directory="one/sql" if path == "db" else "one")
    repo.write("two/sql/README.md", "nothing here\n")
    _link(repo, path, "one")
    repo.commit_all("first")
    (repo.root / path).unlink()
    _link(repo, path, "two")
    repo.git("add", "-A")
    refused(repo.hook("immutable"), "is missing, though 000001_baseline")


@pytest.mark.parametrize("target", ["/etc", "../outside", "migrations"])
def test_a_link_to_nowhere_in_the_repository_is_one_sentence(git_repo: GitRepo, target: str):
    _link(git_repo, "migrations", target)
    git_repo.git("add", "-A")
    done = git_repo.hook("immutable")
    assert done.returncode == 2, done.stderr
    assert "symbolic link" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_configuration_whose_arrays_look_like_tables(git_repo: GitRepo):
    repo = git_repo
    repo.write("guardian.toml", 'x = [\n[1],\n]\nmigrations = "db"\n')
    repo.pair("000001_baseline", "db")
    repo.lock(1, directory="db")
    repo.commit_all("first")
    repo.write("db/000001_baseline.up.sql", "select 2;\n")
    repo.git("add", "-A")
    refused(repo.hook("immutable"), "its content is changed")


def test_a_replaced_commit_is_judged_as_it_is_pushed(promoted_repo: GitRepo, tmp_path: Path):
    repo = promoted_repo
    repo.write("migrations/000001_baseline.up.sql", "select 2;\n")
    repo.git("add", "-A")
    tree = repo.git("write-tree").stdout.strip()
    other = repo.git("commit-tree", tree, "-m", "another").stdout.strip()
    repo.git("replace", repo.head(), other)
    refused(repo.hook("immutable"), "its content is changed")
