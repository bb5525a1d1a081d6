"""guardian status, and what every command says where there is nothing to work with."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin.project import ROOT, Project


def test_every_target_is_shown(project: Project) -> None:
    project.add("create table t (id int);", "drop table t;")
    project.ok("up", "dev")
    project.add("select 1;", name="later")

    text, document = project.ok("status").out, project.ok("--json", "status").document

    assert set(document) == {"last_version", "targets"}
    dev, prod = document["targets"]
    assert set(dev) == {
        "target", "role", "version", "dirty", "pending", "unknown_version", "edited", "missing", "late", "unfinished",
        "last_run", "problem",
    }  # fmt: skip
    assert (dev["version"], dev["dirty"], dev["pending"], dev["problem"]) == (1, False, ["000002_later"], None)
    assert (prod["version"], prod["pending"]) == (None, ["000001_step", "000002_later"])
    assert text.startswith("migrations: 2, the last is 000002_later\n\ndev (development)\n  version   1\n")
    assert project.guardian("status", "--check").code == 3


def test_a_file_that_was_cut_off_is_in_the_document(project: Project) -> None:
    """For a program: which file, how far it came, and whether the next statement may have been done."""
    project.add("create table t (a int); insert into t values (1), (1);")
    project.add("vacuum t; create unique index concurrently i on t (a); vacuum t;")
    assert project.ok("--json", "status").document["targets"][0]["unfinished"] is None
    assert project.guardian("up", "dev").code == 1

    found = project.ok("--json", "status").document["targets"][0]

    assert found["dirty"] is True
    assert found["unfinished"] == {"version": 2, "direction": "up", "statements_done": 1, "next_in_doubt": True}


def test_a_target_that_is_not_reached_does_not_hide_the_others(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUARDIAN_PROD_URL", "postgres://u:hunter2@127.0.0.1:1/d")

    run = project.guardian("status")

    assert run.code == 1
    assert "dev (development)\n  version   no version" in run.out
    assert "not known: cannot connect to prod" in run.out
    assert "hunter2" not in run.out


def test_dirty_and_unknown_are_shown(project: Project) -> None:
    project.add("select 1;")
    project.ok("force", "dev", "9")
    project.ok("force", "dev", "9")
    project.on_dev("update schema_migrations set dirty = true")

    run = project.guardian("status", "--check")

    assert run.code == 3
    assert "version   9 (dirty)" in run.out
    assert "no file of this version" in run.out


COMMANDS = [
    ["status"], ["up", "dev"], ["down", "dev", "1"], ["goto", "dev", "1"], ["force", "dev", "1"], ["version", "dev"],
    ["promote", "prod"], ["drift", "prod"], ["audit"], ["doctor"], ["new", "a"], ["lock"], ["lint"],
    ["diff", "dev", "prod"], ["snapshot", "dev"], ["fingerprint", "dev"], ["notify", "test"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_without_a_configuration_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Project, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    run = project.guardian(*arguments)

    assert run.code == 2
    assert run.out == ""
    assert run.err.startswith("guardian: there is no guardian.toml in ")
    assert "run guardian init, or give --config FILE" in run.err
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda file: file.mkdir(), "Is a directory"),
        (lambda file: file.write_bytes(b"\xff\xfe"), "is not UTF-8 text"),
        (lambda file: file.write_bytes(b"a = 1\0"), "not valid TOML"),
        (lambda file: file.write_text("targets"), "not valid TOML"),
        (lambda file: file.exists(), "No such file or directory"),
        (lambda file: file.symlink_to(file), "Too many levels of symbolic links"),
    ],
    ids=["directory", "no text", "NUL", "no TOML", "missing", "loop"],
)
def test_a_configuration_that_cannot_be_read_is_named(project: Project, make, said: str) -> None:
    file = project.root / "other.toml"
    make(file)

    run = project.guardian("--config", str(file), "status")

    assert run.code == 2
    assert run.err.startswith(f"guardian: {file}: ")
    assert said in run.err
    assert run.err.count("\n") == 1


def test_a_file_name_that_drives_a_terminal_is_shown_as_it_is(project: Project) -> None:
    run = project.guardian("--config", "a\x1b[2J\nb\udcff.toml", "status")

    assert run.code == 2
    assert "a\\x1b[2J\\nb\\udcff.toml" in run.err
    assert run.err.count("\n") == 1


def run_as_nobody(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an ordinary user, with no rights to what root keeps for itself."""
    script = (
        "import os, sys, guardian.cli.status\n"
        "from guardian.cli.main import main\n"
        "os.setgroups([]); os.setegid(65534); os.seteuid(65534)\n"
        "sys.exit(main())"
    )
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd="/", env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming somebody else takes root")
def test_a_configuration_that_may_not_be_read_is_named(project: Project) -> None:
    file = Path("/tmp") / f"guardian-{os.getpid()}.toml"
    file.write_text("")
    file.chmod(0)
    try:
        run = run_as_nobody(project, "--config", str(file), "status")
    finally:
        file.unlink()

    assert run.returncode == 2
    assert run.stderr == f"guardian: {file}: cannot be read: Permission denied; check --config and the file's rights\n"


@pytest.mark.parametrize("arguments", [["lock"], ["new", "a"], ["audit"]], ids=lambda a: a[0])
def test_a_directory_that_may_not_be_written_is_named(project: Project, arguments: list[str]) -> None:
    """Here it is not there at all, which root cannot write to either."""
    project.ok("status")
    (project.root / "guardian.toml").write_text(
        (project.root / "guardian.toml")
        .read_text()
        .replace("[targets.dev]", 'migrations = "/proc/1"\n[targets.dev]', 1)
    )

    run = project.guardian(*arguments)

    assert run.code == 1
    assert "/proc/1/" in run.err
    assert run.err.count("\n") == 1
    assert "Traceback" not in run.err


@pytest.mark.parametrize("output", ["missing/a.json", "/proc/1/a.json", "migrations"])
def test_an_output_file_that_cannot_be_written_is_named(project: Project, output: str) -> None:
    run = project.guardian("snapshot", "dev", "-o", output)

    assert run.code == 1
    assert f"cannot write {output}: " in run.err
    assert run.err.count("\n") == 1
    assert not [path for path in project.root.rglob("*") if path.name.startswith(".migrations.")]


def test_without_git_the_commands_work(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What needs git says so; what only records the commit goes without."""
    project.add("create table t (id int);", "drop table t;")
    monkeypatch.setenv("PATH", "/nowhere")

    project.ok("lock")
    project.ok("up", "dev")
    run = project.guardian("doctor")

    assert project.on_dev("select git_commit from guardian.history") == [(None,)]
    assert run.code == 1
    assert "FAILED  git: " in run.out
    assert "Traceback" not in run.out + run.err


def test_a_full_disk_or_a_closed_reader_is_one_sentence(project: Project) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "guardian", "status"]
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert run.returncode == 1
    assert run.stderr.startswith("guardian: No space left on device")
    assert "Traceback" not in run.stderr


def test_a_locale_without_a_character_ends_no_report(project: Project) -> None:
    project.on_prod('create table "schön→" (id int)')
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "guardian", "diff", "dev", "prod"]

    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stderr) == (3, "")
    assert "sch\\xf6n\\u2192" in run.stdout


@pytest.mark.parametrize("word", ["", "--nonsense", "nonsense"])
def test_wrong_usage_is_2(project: Project, word: str) -> None:
    run = project.guardian(word)

    assert run.code == 2
    assert "Traceback" not in run.err


def test_no_file_is_left_that_others_may_write(project: Project) -> None:
    project.add("select 1;")
    project.ok("lock")
    project.ok("snapshot", "dev", "-o", "dev.json")

    for path in project.root.rglob("*"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o022
