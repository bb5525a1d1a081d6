"""Every hook as another repository takes it from this one: built by the real pre-commit from the package index."""

from __future__ import annotations

import os
import re

import pytest

from tests.plugin.git_repo import PRE_COMMIT, PROJECT, GitRepo

MANIFEST = (PROJECT / ".pre-commit-hooks.yaml").read_text()
IDS = re.findall(r"^- id: (\S+)$", MANIFEST, re.MULTILINE)
STAGES = dict(zip(IDS, re.findall(r"^  stages: \[(.*)\]$", MANIFEST, re.MULTILINE), strict=True))
# What each must say of the state below; guardian-lock writes the file and says so.
REFUSING = {
    "guardian-naming": "3-users.sql: [guardian-naming]",
    "guardian-immutable": "000001_baseline.up.sql: [guardian-immutable] is promoted since",
    "guardian-order": "[guardian-order]",
    "guardian-lock": "guardian.lock: [guardian-lock] did not fit the staged migrations",
    "guardian-lint": "[guardian-data-loss] DROP TABLE",
    "guardian-rehearse": "000004_gap.down.sql: [guardian-rehearse]",
}
# What pip says where no index answers.
OFFLINE = re.compile(
    r"No matching distribution|Could not find a version|Connection|Temporary failure|Network is unreach"
)


# The user's own, before a fixture gives git another one: there is what pip needs to know about its index.
HOME = {name: os.environ[name] for name in ("HOME", "XDG_CONFIG_HOME") if name in os.environ}


def try_repo(repo: GitRepo, *words: str) -> str:
    """Return what pre-commit's try-repo says; its environment takes half a minute, and a package index."""
    env = {**{name: value for name, value in repo.env.items() if name != "XDG_CONFIG_HOME"}, **HOME, "PYTHONPATH": ""}
    done = GitRepo(root=repo.root, env=env).run(PRE_COMMIT, "try-repo", str(PROJECT), "--verbose", *words)
    said = done.stdout + done.stderr
    if "An unexpected error has occurred" in said and OFFLINE.search(said):
        if "package-index" in os.environ.get("GUARDIAN_TEST_REQUIRE", "").split(","):
            pytest.fail(said)
        pytest.skip("pre-commit cannot build an environment: no package index answers")
    assert "unexpected error" not in said, said
    assert "Traceback" not in said, said
    return said


def results(said: str) -> dict[str, str]:
    """Return Passed or Failed by hook id, as pre-commit reports it."""
    found = re.findall(r"\.\.(Passed|Failed|Skipped)\n- hook id: (\S+)", re.sub(r"\x1b\[[0-9;]*m", "", said))
    return {hook: result for result, hook in found}


@pytest.mark.slow
def test_every_judging_hook(promoted_repo: GitRepo):
    """One environment holds all of them; a state that each must refuse."""
    repo = promoted_repo
    repo.write("migrations/000001_baseline.up.sql", "select 2;\n")
    repo.write("migrations/3-users.sql")
    repo.write("migrations/000004_gap.up.sql", "create table gap (id int);\ndrop table t_000002_aegis_v2;\n")
    repo.write("migrations/000004_gap.down.sql", "drop table gap;\n")
    repo.git("add", "-A")

    said = try_repo(repo, "--hook-stage", "manual")

    assert {hook for hook in IDS if "manual" in STAGES[hook]} == REFUSING.keys()
    assert results(said) == dict.fromkeys(REFUSING, "Failed")
    for words in REFUSING.values():
        assert words in said, words
    assert (repo.root / "migrations/guardian.lock").read_text().count("000004_gap") == 2


@pytest.mark.slow
def test_the_telling_hook(promoted_repo: GitRepo):
    repo = promoted_repo
    before = repo.head()
    repo.pair("000003_users")
    repo.commit_all()

    said = try_repo(
        repo, "--hook-stage", "post-checkout", "--from-ref", before, "--to-ref", "HEAD", "--checkout-type", "1"
    )

    assert results(said) == {"guardian-branch": "Passed"}
    assert "guardian-branch: new here: 000003_users" in said
