"""The migrations directory on a real disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guardian.adapters.migrations_dir import read_lock, read_migration_files, write_lock
from guardian.app.lock import rewrite_lock
from guardian.errors import GuardianError
from guardian.migrate.lock_file import LockFile, LockFileError, update
from guardian.migrate.migration_set import MigrationSet


def lock_of(**files: bytes) -> LockFile:
    return update(LockFile(), MigrationSet.from_files({f"{name}.up.sql": text for name, text in files.items()}))


def test_only_migration_files_are_read(tmp_path: Path):
    (tmp_path / "000001_a.up.sql").write_bytes(b"\r\n\xff")
    (tmp_path / "README.md").write_text("x")
    (tmp_path / "000002_dir.up.sql").mkdir()
    (tmp_path / "link").symlink_to("000001_a.up.sql")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/000004_d.up.sql").write_text("x")
    os.mkfifo(tmp_path / "000005_pipe.up.sql")
    assert read_migration_files(tmp_path) == {"000001_a.up.sql": b"\r\n\xff"}


@pytest.mark.parametrize("leads_to", ["000001_a.up.sql", "nowhere", "000003_link.up.sql", "."])
def test_a_link_is_refused_by_name(tmp_path: Path, leads_to: str):
    """Passing it over in silence would leave a migration out that golang-migrate runs."""
    (tmp_path / "000001_a.up.sql").write_text("x")
    (tmp_path / "000003_link.up.sql").symlink_to(leads_to)
    with pytest.raises(GuardianError, match=r"000003_link\.up\.sql is a symbolic link; put a copy"):
        read_migration_files(tmp_path)


def test_missing_directory_is_told(tmp_path: Path):
    with pytest.raises(GuardianError, match=r"does not exist; make it, or set `migrations` in guardian\.toml"):
        read_migration_files(tmp_path / "nope")
    (tmp_path / "file").touch()
    with pytest.raises(GuardianError, match="cannot be read"):
        read_migration_files(tmp_path / "file")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_unreadable_file_is_told(tmp_path: Path):
    """As nobody, since root may read everything."""
    file = tmp_path / "000001_a.up.sql"
    file.write_text("x")
    file.chmod(0)
    code = (
        "import os, pathlib, sys\n"
        "from guardian.errors import GuardianError\n"
        "from guardian.adapters.migrations_dir import read_migration_files\n"
        "folder = os.open(sys.argv[1], os.O_RDONLY); os.fchdir(folder); os.setuid(65534)\n"
        "try: read_migration_files(pathlib.Path('.'))\n"
        "except GuardianError as error: print(error)\n"
    )
    tmp_path.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout == "the file 000001_a.up.sql cannot be read (Permission denied); see to its rights\n", (
        done.stderr
    )


def test_lock_file_is_written_whole_and_only_when_it_changes(tmp_path: Path):
    assert read_lock(tmp_path) is None
    assert write_lock(tmp_path, lock_of(a=b"1"))
    path = tmp_path / "guardian.lock"
    path.chmod(0o640)
    before = path.stat()
    assert not write_lock(tmp_path, lock_of(a=b"1"))
    assert path.stat().st_ino == before.st_ino
    other = lock_of(**{"1_a": b"2"})
    assert write_lock(tmp_path, other)
    assert read_lock(tmp_path) == other
    assert path.stat().st_ino != before.st_ino
    assert path.stat().st_mode == before.st_mode
    assert [file.name for file in tmp_path.iterdir()] == ["guardian.lock"]


def test_new_lock_file_follows_the_umask(tmp_path: Path):
    mask = os.umask(0o027)
    try:
        write_lock(tmp_path, LockFile())
    finally:
        os.umask(mask)
    assert (tmp_path / "guardian.lock").stat().st_mode & 0o777 == 0o640


def test_damaged_lock_file_is_told(tmp_path: Path):
    (tmp_path / "guardian.lock").write_bytes(b"\xff\n")
    with pytest.raises(LockFileError, match="run `guardian lock`"):
        read_lock(tmp_path)


def test_lock_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Outside a repository, or without git at all, the lock file on disk is what there is."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "000001_a.up.sql").write_text("1")
    assert rewrite_lock(tmp_path)
    monkeypatch.setenv("PATH", "")
    assert not rewrite_lock(tmp_path)
    lock = read_lock(tmp_path)
    assert lock is not None
    assert [line.file for line in lock.lines] == ["000001_a.up.sql"]
