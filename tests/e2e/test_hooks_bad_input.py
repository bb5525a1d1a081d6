"""What no commit should hold, and what a machine may lack: one sentence, the right exit code, never a traceback."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from guardian.migrate.lock_file import LOCK_FILE_NAME
from tests.plugin.git_repo import GitRepo, refused
from tests.plugin.hooked import GUARDIAN, JUDGING, allowed

UP_1, UP_2 = "migrations/000001_baseline.up.sql", "migrations/000002_aegis_v2.up.sql"
LOCK = f"migrations/{LOCK_FILE_NAME}"
BIG = 50 << 20


@pytest.fixture
def repo(promoted_repo: GitRepo) -> GitRepo:
    return promoted_repo


def one_sentence(done, *words: str, code: int = 1) -> None:
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (code, 1, ""), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def add(repo: GitRepo, **files: bytes) -> None:
    for name, content in files.items():
        repo.write(f"migrations/000003_{name}.sql".replace("_up", ".up").replace("_down", ".down"), content)
    repo.git("add", "-A")


@pytest.mark.parametrize("content", [b"\x00\x01\xff" * 1000, b"select '\xff\xfe';\n", b"\r\r\n-\r", b"\xef\xbb"])
def test_content_that_is_no_text(repo: GitRepo, content: bytes):
    """To these rules a file is bytes: a new one may hold anything, a promoted one stays the same."""
    add(repo, a_up=content, a_down=content)
    refused(repo.hook("lock"), "[guardian-lock]")
    repo.git("add", "-A")
    for hook in JUDGING:
        allowed(repo.hook(hook))
    repo.lock(3)
    repo.git("add", "-A")
    allowed(repo.hook("immutable"))
    add(repo, a_up=content + b"x")
    refused(repo.hook("immutable"), "000003_a.up.sql")


def cost(repo: GitRepo, hook: str) -> tuple[int, float, int]:
    """Return the exit code, the seconds of processor time and the most bytes of memory of a hook, git left out."""
    code = (
        f"import hooks.{hook} as h, resource; code = h.main([]); me = resource.getrusage(resource.RUSAGE_SELF); "
        "print(code, me.ru_utime + me.ru_stime, me.ru_maxrss)"
    )
    # Started by a shell: a process' peak begins with that of the one which forked it.
    done = repo.run("sh", "-c", f"{shlex.join([sys.executable, '-c', code])}; exit 0")
    exit_code, seconds, most = done.stdout.split()
    return int(exit_code), float(seconds), int(most) * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.parametrize("line", [b"insert into t values (1);\r\n", b"\x00\xff\r\n"])
def test_a_file_of_50_mb(repo: GitRepo, line: bytes):
    """It is judged like any other, in passing: a hook takes no more memory for it than without it, but a little."""
    repo.write("README.md", "more\n")
    repo.git("add", "-A")
    nothing = cost(repo, "immutable")[2]
    content = line * (BIG // len(line))
    add(repo, big_up=content, big_down=b"-- nothing to undo\n")
    repo.lock(3)
    repo.git("add", "-A")
    for hook in JUDGING:
        code, seconds, most = cost(repo, hook)
        assert code == 0
        assert most < nothing + (24 << 20)
        assert seconds < 3
    repo.git("commit", "-qm", "big", "--no-verify")
    add(repo, big_up=content[:-1] + b"x")
    code, _, most = cost(repo, "immutable")
    assert (code, most < nothing + (24 << 20)) == (1, True)


def test_a_lock_file_of_50_mb(repo: GitRepo):
    repo.write(LOCK, b"x" * BIG)
    repo.git("add", "-A")
    refused(repo.hook("immutable"), f"{LOCK}:1: [guardian-immutable] expected")
    refused(repo.hook("lock"), "is written anew")
    repo.git("add", "-A")
    allowed(repo.hook("immutable"))
    assert repo.git("status", "--porcelain").stdout == ""


@pytest.mark.parametrize("name", ["000003_new\nline.up.sql", "000003_\udcff.up.sql", "000003_\x1b[2J.up.sql"])
def test_names_that_no_terminal_should_see(repo: GitRepo, name: str):
    repo.write(f"migrations/{name}")
    repo.git("add", "-A")
    done = repo.hook("naming")
    refused(done, "[guardian-naming]")
    assert "\x1b" not in done.stderr
    refused(repo.hook("lock"), "is written anew")
    repo.git("add", "-A")
    allowed(repo.hook("lock"))


def test_conflict_markers_in_the_lock_file(repo: GitRepo):
    """They are refused; what the refusal tells to do keeps every promotion."""
    good = (repo.root / LOCK).read_text()
    lines = good.splitlines(keepends=True)
    repo.write(LOCK, "".join(["<<<<<<< HEAD\n", *lines, "=======\n", lines[0], *lines[2:], ">>>>>>> other\n"]))
    repo.git("add", "-A")
    refused(repo.hook("immutable"), f"{LOCK}:1: [guardian-immutable] expected `guardian-lock 1", "'<<<<<<< HEAD'")
    refused(repo.hook("lock"), "[guardian-lock]", "is written anew")
    assert (repo.root / LOCK).read_text() == good


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" promoted=2026-01-18T10:00:00Z:prod", ""),
        ("2026-01-18", "2026-01-19"),
        (":prod", ":dev"),
        ("sha256:", "sha512:"),
    ],
)
def test_a_lock_file_edited_by_hand(repo: GitRepo, old: str, new: str):
    good = (repo.root / LOCK).read_text()
    repo.write(LOCK, good.replace(old, new))
    repo.git("add", "-A")
    refused(repo.hook("immutable"), f"{LOCK}:", "guardian lock")
    refused(repo.hook("lock"), "is written anew")
    repo.git("add", "-A")
    allowed(repo.hook("lock"))
    allowed(repo.hook("immutable"))


def test_a_lock_file_that_git_was_never_given(git_repo: GitRepo):
    """Ignored, or forgotten: a promotion that only one disk knows of protects nothing."""
    git_repo.pair("000001_baseline")
    git_repo.lock(1)
    git_repo.write(".gitignore", "*.lock\n")
    git_repo.git("add", "-A")
    refused(
        git_repo.hook("immutable"),
        f"{LOCK}: [guardian-immutable] marks 2 files as promoted, 000001_baseline.down.sql first, but is not in git",
        f"git add --force {LOCK}",
    )
    git_repo.git("add", "--force", LOCK)
    allowed(git_repo.hook("immutable"))


def test_a_lock_file_that_an_earlier_commit_has_lost(repo: GitRepo):
    """Also behind a merge that kept only the side without it, and where a new one without marks is in its place."""
    past = ("-c", "core.hooksPath=/dev/null")
    repo.git("switch", "-qc", "side")
    repo.git("rm", "-q", LOCK)
    repo.git("commit", "-qm", "lost")
    repo.git("switch", "-q", "main")
    repo.write("README.md", "more\n")
    repo.git("commit", "-qam", "more")
    repo.git("switch", "-q", "side")
    repo.git(*past, "merge", "-q", "-s", "ours", "-m", "m", "main")
    repo.write(UP_1, "select 2;\n")
    repo.git("add", "-A")
    refused(repo.hook("immutable"), f"{LOCK}: [guardian-immutable] is missing", f"{UP_1}: [guardian-immutable]")
    repo.lock()
    repo.git("add", "-A")
    refused(repo.hook("immutable"), f"{LOCK}: [guardian-immutable]", "no longer marked as promoted", f"{UP_1}: [")
    refused(repo.hook("immutable", "--strict", "--from-ref", "0", "--to-ref", "HEAD"), "is missing")


def test_a_plain_addition_does_not_hide_that_the_lock_file_is_lost(repo: GitRepo):
    """Neither in this commit nor in the one before: only the history, or the disk, knows of the promotions."""
    repo.git("rm", "-q", "--cached", LOCK)
    repo.git("commit", "-qm", "lost")
    repo.pair("000003_users")
    repo.git("add", "migrations/000003_users.up.sql", "migrations/000003_users.down.sql")
    refused(repo.hook("immutable"), f"{LOCK}: [guardian-immutable] is missing")
    (repo.root / LOCK).unlink()
    refused(repo.hook("immutable"), f"{LOCK}: [guardian-immutable] is missing")


@pytest.mark.parametrize("hook", JUDGING)
def test_a_machine_without_git(repo: GitRepo, tmp_path: Path, hook: str):
    one_sentence(repo.hook(hook, PATH=str(tmp_path)), "install git, or put it on the PATH")


def test_hooks_command_without_git(repo: GitRepo, tmp_path: Path):
    one_sentence(repo.run(GUARDIAN, "hooks", "install", PATH=str(tmp_path)), "install git, or put it on the PATH")


@pytest.mark.parametrize("hook", JUDGING)
def test_a_folder_without_a_repository(git_repo: GitRepo, tmp_path: Path, hook: str):
    one_sentence(git_repo.hook(hook, cwd=tmp_path), "is not in a git repository")


@pytest.mark.parametrize("hook", JUDGING)
def test_a_folder_that_is_gone(git_repo: GitRepo, tmp_path: Path, hook: str):
    done = git_repo.run(
        "sh", "-c", f"mkdir x && cd x && rmdir ../x && {sys.executable} -P -m hooks.{hook}", cwd=tmp_path
    )
    one_sentence(done, "No such file or directory")


@pytest.mark.parametrize("hook", JUDGING)
@pytest.mark.parametrize("staged", [False, True])
def test_before_the_first_commit(git_repo: GitRepo, hook: str, *, staged: bool):
    if staged:
        git_repo.pair("000001_baseline")
        git_repo.lock()
        git_repo.git("add", "-A")
    done = git_repo.hook(hook)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("hook", JUDGING)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"migrations = ", "is no valid TOML"),
        (b"migrations = '\xff'", "is no valid TOML"),
        (b"migrations = 3", "expected a folder inside the repository"),
        (b"migrations = ['a']", "expected a folder inside the repository"),
        (b"migrations = ''", "expected a folder inside the repository"),
        (b"migrations = '/etc'", "expected a folder inside the repository"),
        (b"migrations = 'a/../../b'", "expected a folder inside the repository"),
        (b'migrations = "a\\u0000b"', "expected a folder inside the repository"),
        (b"x = " + b"[" * 100_000, "is no valid TOML"),
    ],
)
def test_a_broken_configuration(repo: GitRepo, hook: str, text: bytes, words: str):
    repo.write("guardian.toml", text)
    repo.git("add", "-A")
    one_sentence(repo.hook(hook), "guardian.toml", words, code=2)


def test_a_broken_index(repo: GitRepo):
    (repo.root / ".git/index").write_bytes(b"DIRC????")
    one_sentence(repo.hook("immutable"), "git failed in")


def test_a_lost_object(repo: GitRepo):
    """A clone that lacks a file's content cannot be judged, and says so."""
    blob = repo.git("rev-parse", f"HEAD:{UP_1}").stdout.strip()
    (repo.root / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    repo.write(UP_2, "select 2;\n")
    repo.git("add", UP_2)
    done = repo.hook("immutable")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert blob[:12] in done.stderr or "000001_baseline.up.sql" in done.stderr


def test_a_lock_file_that_cannot_be_written(repo: GitRepo):
    """The folder's place is taken by a file, although the index has it."""
    add(repo, a_up=b"select 1;\n", a_down=b"select 1;\n")
    (repo.root / "migrations").rename(repo.root / "elsewhere")
    repo.write("migrations", "a file")
    one_sentence(repo.hook("lock"), "cannot be")
