"""The exchange of migration files is all or nothing, wherever the process ends or the file system says no."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from guardian.adapters.migrations_dir import read_migration_files
from guardian.adapters.squash_files import FOLDER, SquashUnfinished, exchange, finish, refuse_unfinished
from guardian.errors import GuardianError
from guardian.migrate.checksum import checksum
from guardian.migrate.migration_set import DuplicateVersion, MigrationSet
from tests.plugin.project import ROOT
from tests.plugin.tools import require

OLD = {f"00000{n}_s.{way}.sql": f"-- {n} {way}\n" for n in (1, 2, 3) for way in ("down", "up")}
NEW = {"000003_baseline.up.sql": "select 1;\n", "000003_baseline.down.sql": "-- nothing\n"}
STAYS = {"000004_x.up.sql": "-- 4\n", "000004_x.down.sql": "-- 4\n", "README.md": "hello\n"}
BEFORE = {**OLD, **STAYS, "guardian.lock": "old lock\n"}
AFTER = {**NEW, **STAYS, "guardian.lock": "new lock\n"}
ORDER = sorted(OLD, key=lambda name: (name == "000003_s.up.sql", name))

# A process that forks one that exchanges, for each line it reads, and hits it at the Nth time that it is about to
# rename, remove, make or copy something. It says how that one ended.
PARENT = """
import os, signal, sys
from pathlib import Path
from guardian.adapters.squash_files import exchange
from guardian.migrate.checksum import checksum
from tests.integration.adapters.test_squash_files import swap

def child(folder, number, what):
    seen = 0
    def hit(event, arguments):
        nonlocal seen
        if event in {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.copyfile"}:
            seen += 1
            if seen == number:
                if what == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise KeyboardInterrupt if what == "interrupt" else OSError(5, "Input/output error", str(arguments[0]))
    if what == "nobody":
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    sys.addaudithook(hit)
    try:
        swap(Path(folder))
    except BaseException as fault:
        return f"{type(fault).__name__}: {fault}"
    return "done" if seen < number else "done in spite of it"

for line in sys.stdin:
    number, what, folder = line.strip().split(" ", 2)
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, child(folder, int(number), what).encode())
        os._exit(0)
    os.close(writer)
    said = os.fdopen(reader).read()
    os.wait()
    print(said or "killed", flush=True)
"""


class Hitter:
    """Exchanges in a process that is hit at its Nth change to the file system."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", PARENT]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def hit(self, folder: Path, number: int, what: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{number} {what} {folder}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture
def hitter() -> Iterator[Hitter]:
    made = Hitter()
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "migrations"
    fill(made)
    return made


def fill(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in BEFORE.items():
        (folder / name).write_text(text)


def content(folder: Path) -> dict[str, str]:
    """Everything there, hidden things too; a folder is its name."""
    return {p.name: p.read_text() if p.is_file() else "a folder" for p in folder.iterdir()}


def swap(folder: Path) -> None:
    exchange(folder, old=[(n, checksum(OLD[n].encode())) for n in ORDER], new=NEW, lock="new lock\n")


def test_an_exchange(folder: Path) -> None:
    swap(folder)
    assert content(folder) == AFTER
    assert finish(folder) == ()


def test_killed_at_any_moment(folder: Path, hitter: Hitter) -> None:
    """As before, as after, or refused by everybody and finished by the next run; never half and taken for whole."""
    seen = set()
    for number in range(1, 100):
        fill(folder)
        said = hitter.hit(folder, number, "kill")
        if said == "done":
            break
        assert said == "killed"
        visible = {name: text for name, text in content(folder).items() if not name.startswith(".")}
        if visible == BEFORE:
            seen.add("before")
        elif visible == AFTER:
            seen.add("after")
        else:
            seen.add("between")
            with pytest.raises(DuplicateVersion):  # as golang-migrate does
                MigrationSet.from_files(read_migration_files(folder))
            with pytest.raises(SquashUnfinished):
                refuse_unfinished(folder)
        begun = (folder / FOLDER).is_dir()
        assert finish(folder) == (tuple(NEW) if begun else ())
        assert content(folder) == (AFTER if begun or visible == AFTER else BEFORE)
        refuse_unfinished(folder)
    assert seen == {"before", "between", "after"}
    assert number > 15
    assert content(folder) == AFTER


@pytest.mark.parametrize("what", ["interrupt", "error"])
def test_interrupted_at_any_moment(folder: Path, hitter: Hitter, what: str) -> None:
    """Ctrl-C and an error leave the directory as it was; once the last file is moved, as it is to be."""
    for number in range(1, 100):
        fill(folder)
        said = hitter.hit(folder, number, what)
        if said == "done":
            break
        visible = {name: text for name, text in content(folder).items() if not name.startswith(".")}
        assert visible in (BEFORE, AFTER)
        if visible == BEFORE:
            assert finish(folder) == ()
            assert content(folder) == BEFORE
        else:
            finish(folder)
            assert content(folder) == AFTER
    assert number > 15


@pytest.mark.skipif(os.geteuid() != 0, reason="needs two users")
def test_a_file_that_may_not_be_moved(hitter: Hitter) -> None:
    """In a sticky folder only its owner moves a file: the system itself says no in the middle, and all is put back."""
    # Not in tmp_path, which only its owner may enter.
    folder = Path(tempfile.gettempdir()) / f"guardian-squash-{os.getpid()}" / "migrations"
    try:
        fill(folder)
        for path in [folder, *folder.iterdir()]:
            os.chown(path, 65534, 65534)
        os.chown(folder / "000002_s.up.sql", 0, 0)
        os.chown(folder, 0, 0)
        folder.chmod(0o1777)
        said = hitter.hit(folder, 0, "nobody")
        assert "000002_s.up.sql: Operation not permitted; the migrations directory is as it was before" in said
        assert content(folder) == BEFORE
    finally:
        shutil.rmtree(folder.parent)


def test_a_folder_that_may_not_be_written(folder: Path) -> None:
    (folder / ".guardian-squash.making").write_text("a file, where a folder is to be")
    with pytest.raises(GuardianError, match=r"the migrations directory is as it was before"):
        swap(folder)
    assert content(folder) == {**BEFORE, ".guardian-squash.making": "a file, where a folder is to be"}


def test_what_was_changed_since_the_crash_is_left_alone(folder: Path, hitter: Hitter) -> None:
    cut_off(folder, hitter)
    (folder / "000003_s.up.sql").write_text("edited\n")
    before = content(folder)
    with pytest.raises(SquashUnfinished, match=r"000003_s.up.sql was changed since"):
        finish(folder)
    assert content(folder) == before


def test_a_new_file_that_is_gone_since_the_crash(folder: Path, hitter: Hitter) -> None:
    cut_off(folder, hitter)
    (folder / "000003_baseline.up.sql").unlink()
    before = content(folder)
    with pytest.raises(SquashUnfinished, match=r"000003_baseline.up.sql is gone"):
        finish(folder)
    assert content(folder) == before


def cut_off(folder: Path, hitter: Hitter) -> None:
    """Kill it where the new files are in place and some old ones are gone."""
    for number in range(1, 100):
        fill(folder)
        hitter.hit(folder, number, "kill")
        if "000001_s.up.sql" not in content(folder):
            break
    assert "000003_s.up.sql" in content(folder)
    assert "000003_baseline.up.sql" in content(folder)


def test_golang_migrate_refuses_what_a_crash_left(folder: Path, hitter: Hitter) -> None:
    cut_off(folder, hitter)
    command = [require("migrate"), "-path", folder, "-database", "postgres://127.0.0.1:1/none?sslmode=disable", "up"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "duplicate migration file: 000003_" in done.stdout + done.stderr
