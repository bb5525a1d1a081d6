"""guardian-branch: what a checkout, a merge and a rebase mean for DEV, told from git alone and never a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.git_repo import PRE_COMMIT, GitRepo
from tests.plugin.hooked import GUARDIAN, allowed

SAYS = "guardian-branch:"


@pytest.fixture
def repo(promoted_repo: GitRepo) -> GitRepo:
    """Versions 1 and 2 on main; feature has a version 3, and another text for version 2."""
    promoted_repo.git("switch", "-qc", "feature")
    promoted_repo.pair("000003_users")
    promoted_repo.write("migrations/000002_aegis_v2.up.sql", "select 2;\n")
    promoted_repo.commit_all("feature")
    promoted_repo.git("switch", "-q", "main")
    allowed(promoted_repo.run(GUARDIAN, "hooks", "install"))
    return promoted_repo


def told(repo: GitRepo, *words: str) -> list[str]:
    done = repo.git(*words)
    assert "Traceback" not in done.stderr
    return [line for line in done.stderr.splitlines() if line.startswith(SAYS)]


def test_another_branch(repo: GitRepo):
    tip = repo.git("rev-parse", "--short=12", "feature").stdout.strip()
    main = repo.git("rev-parse", "--short=12", "main").stdout.strip()
    first = "where DEV has run them (guardian status says), take them back there first:"
    assert told(repo, "switch", "-q", "feature") == [
        f"{SAYS} with another text here: 000002_aegis_v2",
        f"{SAYS} {first}",
        f"{SAYS}     git switch --detach {main} && guardian goto dev 1 && git switch -",
        f"{SAYS} new here: 000003_users; guardian up dev runs them",
    ]
    assert told(repo, "switch", "-q", "main") == [
        f"{SAYS} not here any more: 000003_users",
        f"{SAYS} with another text here: 000002_aegis_v2",
        f"{SAYS} {first}",
        f"{SAYS}     git switch --detach {tip} && guardian goto dev 1 && git switch -",
    ]


def test_everything_is_gone(repo: GitRepo):
    repo.git("switch", "-q", "--orphan", "fresh")
    repo.write("README.md")
    repo.commit_all("fresh")
    repo.git("switch", "-q", "main")
    assert any("guardian down dev --all" in line for line in told(repo, "switch", "-q", "fresh"))


def test_many_names_stay_one_line(repo: GitRepo):
    repo.git("switch", "-qc", "many")
    for number in range(3, 13):
        repo.pair(f"{number:06d}_m")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "many", "--no-verify")
    lines = told(repo, "switch", "-q", "main")
    assert lines[0] == f"{SAYS} not here any more: 000003_m, 000004_m, 000005_m, 000006_m and 6 more"


@pytest.mark.parametrize("words", [["switch", "-qc", "same"], ["checkout", "-q", "feature", "--", "README.md"]])
def test_nothing_to_say(repo: GitRepo, words: list[str]):
    assert told(repo, *words) == []


def test_a_merge_and_a_squash_merge(repo: GitRepo):
    assert told(repo, "merge", "-q", "--squash", "feature") == []
    repo.git("reset", "-q", "--hard")
    assert told(repo, "merge", "-q", "feature")[-1] == f"{SAYS} new here: 000003_users; guardian up dev runs them"


def test_a_rebase_tells_its_result_only(repo: GitRepo):
    repo.pair("000004_main")
    repo.write("README.md", "more\n")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "main", "--no-verify")
    repo.git("switch", "-q", "feature")
    assert told(repo, "rebase", "-q", "main") == [f"{SAYS} new here: 000004_main; guardian up dev runs them"]


def test_an_amended_commit(repo: GitRepo):
    repo.git("switch", "-q", "feature")
    repo.git("rm", "-qr", "migrations/000003_users.up.sql", "migrations/000003_users.down.sql")
    lines = told(repo, "commit", "-q", "--amend", "--no-edit", "--no-verify")
    assert lines[0] == f"{SAYS} not here any more: 000003_users"


def test_a_broken_configuration_fails_nothing(repo: GitRepo):
    repo.git("switch", "-qc", "broken")
    repo.write("guardian.toml", "migrations = ")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "broken", "--no-verify")
    (line,) = told(repo, "switch", "-q", "main")
    assert line.startswith(f"{SAYS} guardian.toml: is no valid TOML")


def test_no_log_of_the_branch(repo: GitRepo):
    """Where git keeps no reflog nobody knows what was there before."""
    done = repo.run("git", "-c", "core.logAllRefUpdates=false", "merge", "-q", "feature")
    assert done.returncode == 0
    repo.git("reflog", "expire", "--expire=now", "--all")
    done = repo.hook("branch")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_odd_name_drives_no_terminal(repo: GitRepo):
    repo.git("switch", "-qc", "odd")
    repo.write("migrations/000003_\x1b[2J\u202e.up.sql")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "odd", "--no-verify")
    line, *_ = told(repo, "switch", "-q", "main")
    assert line == f"{SAYS} not here any more: 000003_\\x1b[2J\\u202e"


@pytest.mark.parametrize("hook", ["post-checkout", "post-merge", "post-rewrite"])
def test_under_pre_commit(repo: GitRepo, hook: str, tmp_path: Path):
    allowed(repo.run(GUARDIAN, "hooks", "uninstall"))
    config = tmp_path / "config.yaml"
    config.write_text(
        "repos:\n  - repo: local\n    hooks:\n      - id: b\n        name: b\n        language: system\n"
        f"        entry: {GUARDIAN.removesuffix('guardian')}python -m hooks.branch\n        verbose: true\n"
        f"        always_run: true\n        pass_filenames: false\n        stages: [{hook}]\n"
    )
    assert repo.run(PRE_COMMIT, "install", "--config", str(config), "-t", hook).returncode == 0
    if hook == "post-checkout":
        done = repo.git("switch", "-q", "feature")
    elif hook == "post-merge":
        done = repo.git("merge", "-q", "feature")
    else:
        repo.git("switch", "-q", "feature")
        repo.git("rm", "-qr", "migrations/000003_users.up.sql")
        done = repo.git("commit", "-q", "--amend", "--no-edit")
    wanted = "not here any more: 000003_users" if hook == "post-rewrite" else "new here: 000003_users"
    assert wanted in done.stdout + done.stderr
