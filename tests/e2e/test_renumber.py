"""Two people take one number: what the hooks say, and `guardian renumber` on disk, in the lock file and on DEV."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.branches import LOCK, all_hooks_pass, applied, fails, migration, names, two_branches
from tests.plugin.git_repo import GitRepo, refused
from tests.plugin.project import Project


@pytest.fixture
def repo(branch_repo: GitRepo) -> GitRepo:
    return branch_repo


def test_a_merge_that_conflicts_in_the_lock_file(repo: GitRepo, project: Project):
    two_branches(repo)
    project.ok("up", "dev")  # ours, as version 3
    before = (project.migrations / "000003_ours.up.sql").read_bytes()
    assert f"Merge conflict in {LOCK}" in repo.git("merge", "main", code=1).stdout

    run = project.ok("renumber")

    assert names(project) == ["000001_base_1", "000002_base_2", "000003_theirs", "000004_ours"]
    assert (project.migrations / "000004_ours.up.sql").read_bytes() == before
    assert "000003_ours.up.sql -> 000004_ours.up.sql" in run.out
    assert "undone and run again on dev: 000003_ours" in run.out
    assert applied(project) == (4, {"base_1", "base_2", "theirs", "ours"})
    repo.git("add", "-A")
    all_hooks_pass(repo)
    repo.commit("merge")
    project.add("create table more (id int);", "drop table more;")
    (project.migrations / "000003_step.up.sql").rename(project.migrations / "000005_more.up.sql")
    (project.migrations / "000003_step.down.sql").rename(project.migrations / "000005_more.down.sql")
    project.ok("up", "dev")
    document = project.ok("--json", "status").document
    (dev,) = [target for target in document["targets"] if target["target"] == "dev"]
    assert (dev["version"], dev["pending"], dev["edited"], dev["missing"], dev["late"]) == (5, [], [], [], [])
    project.ok("down", "dev", "4")
    assert applied(project) == (1, {"base_1"})


def test_a_clean_merge_of_two_files_of_one_version(repo: GitRepo, project: Project):
    """Without lock lines git sees no conflict: the hooks do, and one of them only."""
    two_branches(repo, lock=False)
    repo.git("merge", "-q", "--no-commit", "main")
    refused(repo.hook("naming"), "[guardian-duplicate]", "guardian renumber")
    assert repo.hook("order").returncode == 0
    repo.git("commit", "-qm", "merged around the hooks")
    refused(repo.hook("naming", "--from-ref", "main", "--to-ref", "HEAD"), "[guardian-duplicate]")

    project.ok("renumber")

    assert names(project)[2:] == ["000003_theirs", "000004_ours"]
    repo.git("add", "-A")
    all_hooks_pass(repo)


@pytest.mark.parametrize("command", ["merge", "cherry-pick"])
def test_on_the_target_branch_the_other_side_gives_way(repo: GitRepo, project: Project, command: str):
    two_branches(repo)
    repo.git("switch", "-q", "main")
    repo.git(command, "feature", code=1)

    project.ok("renumber")

    assert names(project)[2:] == ["000003_theirs", "000004_ours"]


def test_in_the_middle_of_a_rebase(repo: GitRepo, project: Project):
    two_branches(repo)
    repo.git("rebase", "-q", "main", code=1)

    project.ok("renumber")

    assert names(project)[2:] == ["000003_theirs", "000004_ours"]
    repo.git("add", "-A")
    all_hooks_pass(repo)
    repo.git("rebase", "--continue")
    assert repo.git("rev-list", "--count", "main..feature").stdout == "1\n"


def test_an_octopus_merge(repo: GitRepo, project: Project):
    """Three branches without lock lines merge without a conflict; each migration gets a number of its own."""
    two_branches(repo, lock=False)
    repo.git("switch", "-qc", "third", "main~1")
    migration(repo, "000003_third", lock=False)
    repo.git("switch", "-q", "feature")
    repo.git("merge", "-q", "--no-commit", "main", "third")

    project.ok("renumber", "--offline")

    assert names(project)[2] == "000003_theirs"
    assert sorted(name[7:] for name in names(project)[2:]) == ["ours", "theirs", "third"]
    assert [name[:6] for name in names(project)] == ["000001", "000002", "000003", "000004", "000005"]


def test_before_the_merge(repo: GitRepo, project: Project):
    """The branch comes after main, though it has not main's files yet: DEV waits for the merge."""
    two_branches(repo)
    project.ok("up", "dev")

    run = project.ok("renumber")

    assert names(project)[2:] == ["000004_ours"]
    assert "000003_theirs.down.sql of main is not here yet: merge it" in run.err
    assert applied(project) == (2, {"base_1", "base_2"})
    repo.commit_all("renumbered")
    assert repo.hook("order", "--from-ref", "main~1", "--to-ref", "HEAD").returncode == 0
    repo.git("merge", "main", code=1)
    project.ok("lock")
    project.ok("up", "dev")
    assert applied(project) == (4, {"base_1", "base_2", "theirs", "ours"})


def test_nothing_of_it_on_dev(repo: GitRepo, project: Project):
    two_branches(repo)
    repo.git("merge", "main", code=1)

    run = project.ok("--json", "renumber")

    assert run.document["undone"] == {}
    assert applied(project)[0] == 2
    project.ok("up", "dev")
    assert applied(project) == (4, {"base_1", "base_2", "theirs", "ours"})


def test_dev_has_theirs_under_our_number(repo: GitRepo, project: Project):
    two_branches(repo)
    repo.git("switch", "-q", "main")
    project.ok("up", "dev")
    repo.git("switch", "-q", "feature")
    repo.git("merge", "main", code=1)

    assert project.ok("--json", "renumber").document["undone"] == {}

    assert applied(project) == (3, {"base_1", "base_2", "theirs"})
    project.ok("up", "dev")
    assert applied(project)[0] == 4


def test_dev_has_a_part_of_it(repo: GitRepo, project: Project):
    two_branches(repo)
    migration(repo, "000004_ours_too")
    project.ok("up", "dev", "1")
    repo.git("merge", "main", code=1)

    run = project.ok("--json", "renumber")

    assert run.document["undone"] == {"dev": ["000003_ours"]}
    assert names(project)[2:] == ["000003_theirs", "000004_ours", "000005_ours_too"]
    assert applied(project) == (4, {"base_1", "base_2", "theirs", "ours"})
    project.ok("up", "dev")
    assert applied(project)[0] == 5


def test_what_ran_on_top_is_run_again_too(repo: GitRepo, project: Project):
    """Theirs came after ours on DEV, under a number that it keeps."""
    repo.git("switch", "-qc", "feature")
    migration(repo, "000003_ours", lock=False)
    repo.git("switch", "-q", "main")
    migration(repo, "000004_theirs", lock=False)
    repo.git("switch", "-q", "feature")
    repo.git("merge", "-q", "--no-commit", "main")
    project.ok("up", "dev")
    assert applied(project)[0] == 4

    run = project.ok("--json", "renumber")

    assert run.document["undone"] == {"dev": ["000004_theirs", "000003_ours"]}
    assert names(project)[2:] == ["000004_theirs", "000005_ours"]
    assert applied(project) == (5, {"base_1", "base_2", "theirs", "ours"})


def test_what_ran_on_top_and_is_not_here_is_not_undone(repo: GitRepo, project: Project):
    two_branches(repo)
    migration(repo, "000004_third")
    project.ok("up", "dev")
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.git("merge", "main", code=1)

    fails(project.guardian("renumber"), "nothing was moved", "4 third", "not here")
    assert applied(project)[0] == 4


def test_every_development_target_and_what_one_that_fails_leaves(
    repo: GitRepo, project: Project, monkeypatch: pytest.MonkeyPatch
):
    """The second one refuses to have ours undone: the first is undone, no file is moved, and both are said."""
    config = project.root / "guardian.toml"
    config.write_text(config.read_text() + '[targets.test]\nurl = "env:GUARDIAN_TEST_TARGET"\nrole = "development"\n')
    monkeypatch.setenv("GUARDIAN_TEST_TARGET", project.prod)
    monkeypatch.setenv("GUARDIAN_PROD_URL", "postgres://nobody@127.0.0.1:1/nothing")
    repo.commit_all("test")
    two_branches(repo)
    for target in ("dev", "test"):
        project.ok("up", target)
    project.on_prod("create view guards as select * from ours")
    repo.git("merge", "main", code=1)

    fails(project.guardian("renumber"), "no file is moved", "guardian up TARGET", "depends on")

    assert "000003_ours" in names(project)
    assert (applied(project)[0], project.tables(project.prod)) == (2, {"base_1", "base_2", "ours", "guards"})
    project.on_prod("drop view guards")
    assert list(project.ok("--json", "renumber").document["undone"]) == ["test"]
    project.ok("up", "dev")
    assert project.tables(project.dev) == project.tables(project.prod) == {"base_1", "base_2", "theirs", "ours"}


def test_timestamps(repo: GitRepo, project: Project):
    config = project.root / "guardian.toml"
    config.write_text(config.read_text() + '[naming]\nstyle = "timestamp"\n[git]\ntarget_branch = "trunk"\n')
    repo.commit_all("style")
    repo.git("switch", "-qc", "trunk")
    repo.git("switch", "-qc", "feature")
    migration(repo, "20260118100000_ours")
    repo.git("switch", "-q", "trunk")
    migration(repo, "20260119100000_theirs")
    repo.git("switch", "-q", "feature")
    project.ok("up", "dev")
    repo.git("merge", "trunk", code=1)

    project.ok("renumber")

    theirs, ours = names(project)[2:]
    assert theirs == "20260119100000_theirs"
    assert ours.endswith("_ours")
    assert ours > theirs
    assert applied(project) == (int(ours[:14]), {"base_1", "base_2", "theirs", "ours"})
    repo.git("add", "-A")
    all_hooks_pass(repo)


def test_what_was_edited_since_is_undone_with_the_text_that_ran(repo: GitRepo, project: Project):
    two_branches(repo)
    project.ok("up", "dev")
    repo.write("migrations/000003_ours.up.sql", "create table ours_anew (id int);\n")
    repo.write("migrations/000003_ours.down.sql", "drop table ours_anew;\n")
    repo.commit_all("edited")
    repo.git("merge", "main", code=1)

    project.ok("renumber")

    assert applied(project) == (4, {"base_1", "base_2", "theirs", "ours_anew"})


def test_an_unreachable_dev_is_not_left_behind(repo: GitRepo, project: Project, monkeypatch: pytest.MonkeyPatch):
    two_branches(repo)
    repo.git("merge", "main", code=1)
    before = {path.name: path.read_bytes() for path in project.migrations.iterdir()}
    monkeypatch.setenv("GUARDIAN_DEV_URL", "postgres://nobody@127.0.0.1:1/nothing")

    fails(project.guardian("renumber"), "nothing was moved", "dev", "--offline")
    assert {path.name: path.read_bytes() for path in project.migrations.iterdir()} == before

    run = project.ok("renumber", "--offline")
    assert "no database was asked" in run.err
    assert names(project)[2:] == ["000003_theirs", "000004_ours"]


def test_what_cannot_be_undone_is_refused(repo: GitRepo, project: Project):
    two_branches(repo)
    repo.write("migrations/000003_ours.down.sql", "-- cannot be undone because we said so\n")
    repo.commit_all("no way back")
    project.ok("up", "dev")
    repo.git("merge", "main", code=1)

    fails(project.guardian("renumber"), "nothing was moved", "000003_ours", "public.ours")
    assert "000003_ours" in names(project)
    assert applied(project) == (3, {"base_1", "base_2", "ours"})


def test_what_was_changed_by_hand_is_not_lost(repo: GitRepo, project: Project):
    two_branches(repo)
    project.ok("up", "dev")
    project.on_dev("alter table ours add column by_hand int")
    repo.git("merge", "main", code=1)

    fails(project.guardian("renumber"), "public.ours.by_hand", "nothing was moved")
    assert applied(project)[0] == 3


def test_a_database_without_history_is_refused(repo: GitRepo, project: Project):
    two_branches(repo)
    project.on_dev("update schema_migrations set version = 3")
    repo.git("merge", "main", code=1)

    fails(project.guardian("renumber"), "nothing was moved", "no history says")


def test_what_is_promoted_keeps_its_number(repo: GitRepo, project: Project):
    two_branches(repo)
    repo.lock(3)
    repo.commit_all("promoted from the branch")
    repo.git("merge", "main", code=1)

    fails(project.guardian("renumber", "--offline"), "000003_ours", "is promoted")
    assert "000003_ours" in names(project)


def test_a_protected_target_is_never_asked(repo: GitRepo, project: Project, monkeypatch: pytest.MonkeyPatch):
    two_branches(repo)
    repo.git("merge", "main", code=1)
    monkeypatch.setenv("GUARDIAN_PROD_URL", "postgres://nobody@127.0.0.1:1/nothing")

    project.ok("renumber")

    assert names(project)[2:] == ["000003_theirs", "000004_ours"]


def test_a_dry_run_changes_nothing(repo: GitRepo, project: Project):
    two_branches(repo)
    project.ok("up", "dev")
    repo.git("merge", "main", code=1)
    before = {path.name: path.read_bytes() for path in project.migrations.iterdir()}

    run = project.ok("--json", "renumber", "--dry-run")

    assert run.document["moves"]["000003_ours.up.sql"] == "000004_ours.up.sql"
    assert run.document["undone"] == {"dev": ["000003_ours"]}
    assert not run.document["written"]
    assert {path.name: path.read_bytes() for path in project.migrations.iterdir()} == before
    assert applied(project) == (3, {"base_1", "base_2", "ours"})


def test_in_order_already(repo: GitRepo, project: Project):
    repo.git("switch", "-qc", "feature")
    migration(repo, "000003_ours")

    run = project.ok("renumber")

    assert run.out == "nothing to move: all comes after main\n"


def test_without_a_branch_to_come_after(repo: GitRepo, project: Project):
    repo.git("branch", "-qm", "main", "trunk")
    fails(project.guardian("renumber"), "--onto")
    assert project.ok("renumber", "--onto", "trunk").out == "nothing to move: all comes after trunk\n"
    fails(project.guardian("renumber", "--onto", "nothing"), "knows no branch 'nothing'")


def test_outside_a_repository(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    project.add("select 1;")
    fails(project.guardian("renumber"), "is not in a git repository")
