"""`guardian hooks install`: plain git hooks beside whatever is there, and gone again without a trace."""

from __future__ import annotations

import json
import shlex
import stat
import sys
from pathlib import Path

import pytest

from guardian.app.hooks_install import CLIENT_HOOKS
from tests.plugin.git_repo import PRE_COMMIT, GitRepo, config, refused
from tests.plugin.hooked import GUARDIAN, allowed

UP_1 = "migrations/000001_baseline.up.sql"
NEEDS_INPUT = ("pre-push", "post-rewrite")


@pytest.fixture
def repo(promoted_repo: GitRepo) -> GitRepo:
    return promoted_repo


def hooks(repo: GitRepo, *words: str, cwd: Path | None = None, **env: str) -> str:
    done = repo.run(GUARDIAN, "hooks", *words, cwd=cwd, **env)
    allowed(done)
    return done.stdout


def picture(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return everything that a folder holds; links as links."""
    return {
        str(path.relative_to(folder)): (
            stat.S_IMODE(path.lstat().st_mode),
            bytes(path.readlink()) if path.is_symlink() else b"" if path.is_dir() else path.read_bytes(),
        )
        for path in sorted(folder.rglob("*"))
    }


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def breach(repo: GitRepo) -> None:
    repo.write(UP_1, "select 2;\n")
    repo.git("add", "-A")


def test_install_judges_and_uninstall_leaves_no_trace(repo: GitRepo):
    folder = repo.root / ".git/hooks"
    before = picture(folder)
    assert hooks(repo, "install").count("installed ") == len(CLIENT_HOOKS)
    breach(repo)
    refused(repo.commit(code=None), UP_1)
    hooks(repo, "uninstall")
    assert picture(folder) == before
    assert "no hook of guardian's is here" in hooks(repo, "uninstall")
    allowed(repo.commit(code=None))


def test_a_folder_that_was_not_there_goes_again(repo: GitRepo):
    folder = repo.root / ".git/hooks"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    hooks(repo, "install")
    hooks(repo, "install")
    assert folder.is_dir()
    hooks(repo, "uninstall")
    assert not folder.exists()


def test_every_kind_of_hook_that_is_there_is_kept(repo: GitRepo):
    """Modes, links and a hook that nobody may run come back as they were."""
    folder = repo.root / ".git/hooks"
    script(folder / "pre-commit", "exit 0").chmod(0o700)
    script(folder / "pre-push", "exit 1").chmod(0o644)
    script(repo.root / "tools/rewrite", "exit 0")
    (folder / "post-rewrite").symlink_to("../../tools/rewrite")
    (folder / "post-merge").symlink_to("nowhere")
    before = picture(folder)
    hooks(repo, "install")
    once = picture(folder)
    hooks(repo, "install")
    assert picture(folder) == once
    hooks(repo, "uninstall")
    assert picture(folder) == before


def test_an_installation_twice_changes_nothing_and_status_says_what_is(repo: GitRepo):
    absent = json.loads(repo.run(GUARDIAN, "--json", "hooks", "status").stdout)
    assert {hook["state"] for hook in absent["hooks"]} == {"not installed"}
    assert repo.run(GUARDIAN, "hooks", "status", "--check").returncode == 3
    hooks(repo, "install")
    hooks(repo, "status", "--check")
    hook = repo.root / ".git/hooks/pre-commit"
    hook.write_text(hook.read_text().replace("python=", "python=/gone"))
    assert repo.run(GUARDIAN, "hooks", "status", "--check").returncode == 3
    assert f"outdated       {hook}" in hooks(repo, "status")
    hooks(repo, "install")
    hooks(repo, "status", "--check")
    hook.chmod(0o644)
    assert "outdated" in hooks(repo, "status")


def test_a_rehearsal_is_asked_for(repo: GitRepo):
    """It takes a database, so nobody gets it unasked; another installation without it takes it away."""
    hook = repo.root / ".git/hooks/pre-push"
    hooks(repo, "install", "--rehearse")
    assert 'hooks.run --rehearse "$hook" "$@"' in hook.read_text()
    assert "--rehearse" not in hook.with_name("pre-commit").read_text()
    hooks(repo, "status", "--check")
    hooks(repo, "install")
    assert "--rehearse" not in hook.read_text()


@pytest.mark.parametrize("name", CLIENT_HOOKS)
def test_the_hook_that_was_there_comes_first_and_its_failure_counts(repo: GitRepo, name: str):
    """With the same arguments and the same standard input, to the byte."""
    folder, log = repo.root / ".git/hooks", repo.root.with_name("log")
    read = 'cat >"$LOG.in"' if name in NEEDS_INPUT else ":"
    script(folder / name, f'{read}; printf "[%s]" "$@" >"$LOG"; exit "${{CODE:-0}}"')
    hooks(repo, "install")
    told = "refs/heads/main 0 refs/heads/main 0\nb 0 b 0\n"
    words = ["origin", "a b", "*"] if name == "pre-push" else ["0", "0", "0"]
    command = f"printf %s {shlex.quote(told)} | .git/hooks/{name} {shlex.join(words)}"
    done = repo.run("sh", "-c", command, LOG=str(log))
    allowed(done)
    assert log.read_text() == "".join(f"[{word}]" for word in words)
    if name in NEEDS_INPUT:
        assert log.with_name("log.in").read_text() == told
    assert repo.run("sh", "-c", command, LOG=str(log), CODE="7").returncode == 7


def test_both_read_what_git_says(repo: GitRepo, tmp_path: Path):
    """The hook that was there swallows the input, or does not look at it; guardian judges the push all the same."""
    repo.git("init", "-q", "--bare", str(tmp_path / "remote.git"))
    breach(repo)
    repo.commit()
    for text in ("cat >/dev/null", "exit 0"):
        script(repo.root / ".git/hooks/pre-push", text)
        hooks(repo, "install")
        refused(repo.git("push", "-q", str(tmp_path / "remote.git"), "main", code=None), UP_1, "refs/heads/main")
        hooks(repo, "uninstall")


def test_pre_commits_own_hook_is_kept(repo: GitRepo):
    """Whichever was installed first; neither runs twice, and taking guardian's away leaves the other's."""
    folder = repo.root / ".git/hooks"
    repo.write(".pre-commit-config.yaml", config())
    repo.git("add", "-A")
    assert repo.run(PRE_COMMIT, "install").returncode == 0
    before = picture(folder)
    hooks(repo, "install")
    allowed(repo.commit("hooks", code=None))
    breach(repo)
    done = repo.commit(code=None)
    refused(done, "guardian-immutable", UP_1)
    hooks(repo, "uninstall")
    assert picture(folder) == before


def test_pre_commit_installed_over_guardian(repo: GitRepo):
    """pre-commit moves guardian's hook aside and calls it; another `hooks install` must not make a circle of them."""
    folder = repo.root / ".git/hooks"
    repo.write(".pre-commit-config.yaml", "repos: []\n")
    repo.git("add", "-A")
    script(folder / "pre-commit", 'echo first >>"$LOG"')
    hooks(repo, "install")
    assert repo.run(PRE_COMMIT, "install").returncode == 0
    hooks(repo, "install")
    assert "pre-commit.legacy" in hooks(repo, "status")
    breach(repo)
    log = repo.root.with_name("log")
    done = repo.run("git", "commit", "-qm", "x", LOG=str(log))
    refused(done, UP_1)
    assert log.read_text() == "first\n"
    hooks(repo, "uninstall")
    assert "first" in (folder / "pre-commit.legacy").read_text()
    assert "pre-commit" in (folder / "pre-commit").read_text()


def test_both_names_are_taken(repo: GitRepo):
    """Another tool has written over guardian's hook: nobody can say which of two hooks is wanted."""
    folder = repo.root / ".git/hooks"
    script(folder / "pre-commit", "exit 0")
    hooks(repo, "install")
    script(folder / "pre-commit", "exit 1")
    before = picture(folder)
    done = repo.run(GUARDIAN, "hooks", "install")
    refused(done, "pre-commit.before-guardian is there too; remove the one that is not needed")
    assert picture(folder) == before


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"pre-commit": '. "$(dirname "$0")/h"', "h": 'n=$(basename "$0")'}, "pre-commit"),
        ({"pre-push": 'sh "hooks.d/${0##*/}"'}, "pre-push"),
    ],
)
def test_a_hook_that_asks_its_own_name_stays_where_it_is(repo: GitRepo, files: dict[str, str], place: str):
    """Moved aside it would no longer find what it calls; the line that the refusal names does the same."""
    folder = repo.root / ".git/hooks"
    for name, text in files.items():
        script(folder / name, text)
    before = picture(folder)
    refused(repo.run(GUARDIAN, "hooks", "install"), f'guardian-hook {place} "$@" || exit')
    assert picture(folder) == before


def test_hooks_path_of_the_configuration(repo: GitRepo):
    """Relative to the work tree, wherever one stands."""
    repo.git("config", "core.hooksPath", "tools/git hooks")
    (repo.root / "src").mkdir()
    hooks(repo, "install", cwd=repo.root / "src")
    assert (repo.root / "tools/git hooks/pre-commit").is_file()
    breach(repo)
    refused(repo.commit(code=None), UP_1)
    hooks(repo, "uninstall", cwd=repo.root / "src")
    assert not (repo.root / "tools/git hooks").exists()


def test_hooks_path_of_every_repository_is_said(repo: GitRepo, tmp_path: Path):
    settings = tmp_path / "settings"
    settings.write_text(f"[core]\n\thooksPath = {tmp_path}/all hooks\n")
    done = repo.run(GUARDIAN, "hooks", "install", GIT_CONFIG_GLOBAL=str(settings))
    allowed(done)
    assert "core.hooksPath of more than this repository" in done.stderr
    assert (tmp_path / "all hooks/pre-commit").is_file()


def test_from_a_worktree(repo: GitRepo, tmp_path: Path):
    other = tmp_path / "other tree"
    repo.git("worktree", "add", "-q", "-b", "side", str(other))
    hooks(repo, "install", cwd=other)
    breach(repo)
    refused(repo.commit(code=None), UP_1)
    (other / UP_1).write_text("select 2;\n")
    refused(repo.git("commit", "-qam", "x", code=None, cwd=other), UP_1)


def test_another_folder_is_named(repo: GitRepo, tmp_path: Path):
    hooks(repo, "install", str(repo.root), cwd=tmp_path)
    assert (repo.root / ".git/hooks/pre-commit").is_file()
    done = repo.run(GUARDIAN, "hooks", "install", cwd=tmp_path)
    refused(done, "is not in a git repository")
    assert done.stderr.count("\n") == 1


def test_hardly_any_path(repo: GitRepo):
    """As a program with windows starts git."""
    hooks(repo, "install")
    breach(repo)
    refused(repo.run("git", "commit", "-qm", "x", PATH="/usr/bin:/bin"), UP_1)


def test_an_interpreter_that_is_gone(repo: GitRepo, tmp_path: Path):
    """guardian on the PATH takes its place; without one a commit is refused, and a checkout is not."""
    hooks(repo, "install")
    for name in CLIENT_HOOKS:
        hook = repo.root / f".git/hooks/{name}"
        hook.write_text(hook.read_text().replace(f"python={sys.executable}", f"python={tmp_path}/gone"))
    breach(repo)
    plain = "/usr/bin:/bin"
    refused(repo.run("git", "commit", "-qm", "x", PATH=f"{Path(GUARDIAN).parent}:{plain}"), UP_1)
    refused(repo.run("git", "commit", "-qm", "x", PATH=plain), "guardian hooks install", f"{tmp_path}/gone")
    done = repo.run("git", "switch", "-qc", "other", PATH=plain)
    allowed(done)
    assert "finds guardian neither with" in done.stderr


def test_a_folder_of_the_repository_is_not_mistaken_for_guardians_code(repo: GitRepo):
    hooks(repo, "install")
    for folder in ("hooks", "guardian"):
        repo.write(f"{folder}/__init__.py", "raise SystemExit('wrong code')\n")
    breach(repo)
    done = repo.commit(code=None)
    refused(done, UP_1)
    assert "wrong code" not in done.stdout + done.stderr


def test_an_unknown_hook_is_a_usage_error(repo: GitRepo):
    done = repo.run(sys.executable, "-m", "hooks.run", "commit-msg", "x")
    assert (done.returncode, done.stderr.startswith("usage: guardian-hook [--rehearse] HOOK")) == (2, True)
    assert repo.run(sys.executable, "-m", "hooks.run").returncode == 2
    done = repo.run("sh", "-c", f"echo one two | {sys.executable} -m hooks.run pre-push origin url")
    refused(done, "which is not what git tells it")
