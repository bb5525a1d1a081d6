"""guardian-lint as a hook: what the index or a range brings is judged, from git and not from the folder."""

from __future__ import annotations

from tests.plugin.git_repo import GitRepo, refused

UP, DOWN = "migrations/000003_change.up.sql", "migrations/000003_change.down.sql"


def stage(repo: GitRepo, up: str, down: str = "-- nothing to undo\n") -> None:
    repo.write(UP, up)
    repo.write(DOWN, down)
    repo.git("add", "-A")


def test_the_index_is_judged_and_not_the_folder(promoted_repo: GitRepo) -> None:
    stage(promoted_repo, "select 1;\ntruncate t;\n")
    promoted_repo.write(UP, "select 1;\n")
    refused(promoted_repo.hook("lint"), f"{UP}:2: [guardian-data-loss] TRUNCATE t")

    promoted_repo.git("add", "-A")
    promoted_repo.write(UP, "truncate t;\n")
    assert promoted_repo.hook("lint").returncode == 0


def test_squawk_judges_what_git_has(promoted_repo: GitRepo) -> None:
    stage(promoted_repo, "alter table t add column c int not null;\n", "alter table t drop column c;\n")
    refused(promoted_repo.hook("lint"), f"{UP}:1: [adding-required-field]")


def test_what_is_not_touched_or_promoted_is_not_judged(promoted_repo: GitRepo) -> None:
    stage(promoted_repo, "truncate t;\n")
    promoted_repo.lock(1, 3)
    promoted_repo.commit_all("three")
    promoted_repo.write("migrations/000004_more.up.sql", "select 1;\n")
    promoted_repo.write("migrations/000004_more.down.sql", "select 1;\n")
    promoted_repo.git("add", "-A")
    assert promoted_repo.hook("lint").returncode == 0
    promoted_repo.write(UP, "truncate u;\n")
    promoted_repo.git("add", "-A")
    assert promoted_repo.hook("lint").returncode == 0


def test_a_down_file_is_judged_with_an_up_file_that_changed(promoted_repo: GitRepo) -> None:
    stage(promoted_repo, "create table a (x int);\n", "drop table a;\n")
    promoted_repo.commit_all("three")
    promoted_repo.write(UP, "create table a (x int);\ncreate table a_b (x int);\n")
    promoted_repo.git("add", "-A")
    refused(promoted_repo.hook("lint"), f"{DOWN}:1: [guardian-incomplete-down]", "table a_b")


def test_a_range_is_judged(promoted_repo: GitRepo) -> None:
    first = promoted_repo.head()
    stage(promoted_repo, "truncate t;\n")
    promoted_repo.commit_all("three")
    assert promoted_repo.hook("lint").returncode == 0
    refused(promoted_repo.hook("lint", "--from-ref", first), "[guardian-data-loss]")


def test_the_configuration_comes_from_git_too(promoted_repo: GitRepo) -> None:
    promoted_repo.write("guardian.toml", '[lint]\nignore = ["data-loss"]\n[targets.x]\nnonsense = 1\n')
    stage(promoted_repo, "truncate t;\n")
    promoted_repo.write("guardian.toml", "")
    assert promoted_repo.hook("lint").returncode == 0

    promoted_repo.write("guardian.toml", "[lint]\nignroe = []\n")
    promoted_repo.git("add", "-A")
    done = promoted_repo.hook("lint")
    assert done.returncode == 2
    assert "ignroe" in done.stderr
    assert "Traceback" not in done.stderr
