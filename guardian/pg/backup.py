"""Backups with pg_dump, which count only once they were read back whole.

`pg_restore --list` alone is no proof: it accepts a dump that was cut off at its end. So the whole archive is read
through pg_restore, and its checksum is taken from what is on disk.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from guardian import __version__
from guardian.errors import GuardianError
from guardian.pg.client import client_arguments
from guardian.pg.connect import Connection
from guardian.pg.embedded.binaries import nearest_major, tool

_LOCK_WAIT = "10s"  # a dump must not queue behind, and so hold up, somebody else's DDL for long
_BLOCK = 1 << 20


class BackupFailed(GuardianError):
    """the backup failed; nothing was changed."""

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"the backup of {target} failed: {reason}; nothing was changed there")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A verified dump in pg_dump's custom format, with its manifest beside it (`.json`). `size` in bytes."""

    file: Path
    size: int
    sha256: str
    tables: int


def make_backup(connection: Connection, *, target: str, directory: Path, version: int | None, now: datetime) -> Backup:
    """Dump the whole database that the connection leads to, read the dump back, write the manifest.

    Raises BackupFailed, leaving no half dump.
    """
    server_version = connection.info.server_version
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _free_place(directory, f"{target}_{now:%Y%m%d_%H%M%S}") as (partial, final):
            _dump(connection, partial, target=target)
            backup = _read_back(partial, final, target=target)
            _sync(partial)
            _write_manifest(backup, target=target, server_version=server_version, version=version, now=now)
            partial.rename(final)
            _sync(directory)
    except OSError as fault:
        reason = f"{fault.filename or directory}: {fault.strerror}; see backup.directory in guardian.toml"
        raise BackupFailed(target, reason) from None
    return backup


@contextmanager
def _free_place(directory: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """Claim a name that no backup has, its `.partial` file made; what was not finished is gone afterwards."""
    for number in itertools.count(1):
        final = directory / (f"{name}.dump" if number == 1 else f"{name}_{number}.dump")
        partial = final.with_suffix(".partial")
        try:
            partial.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        if not final.exists():
            break
        partial.unlink()
    try:
        yield partial, final
    finally:
        partial.unlink(missing_ok=True)
        if not final.exists():
            _manifest(final).unlink(missing_ok=True)


def _manifest(dump: Path) -> Path:
    return dump.with_suffix(".json")


def _dump(connection: Connection, file: Path, *, target: str) -> None:
    with client_arguments(connection) as (dbname, environment):
        command: list[str | Path] = [
            tool("pg_dump", nearest_major(connection.info.server_version)), "--format=custom",
            f"--lock-wait-timeout={_LOCK_WAIT}", "--no-password", "--file", file, "--dbname", dbname,
        ]  # fmt: skip
        _run(command, target, environment)


def _read_back(partial: Path, final: Path, *, target: str) -> Backup:
    listing = _run([tool("pg_restore"), "--list", partial], target, dict(os.environ))
    _run([tool("pg_restore"), "--file", os.devnull, partial], target, dict(os.environ))
    digest = hashlib.sha256()
    with partial.open("rb") as dump:
        while block := dump.read(_BLOCK):
            digest.update(block)
    return Backup(
        file=final,
        size=partial.stat().st_size,
        sha256=digest.hexdigest(),
        tables=sum(" TABLE DATA " in line for line in listing.splitlines()),
    )


def _run(command: list[str | Path], target: str, environment: dict[str, str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=environment)
    complaints = " ".join(done.stderr.split())
    # pg_dump warns and goes on where it could not dump something as it should; that is no backup to rely on.
    if done.returncode != 0 or complaints:
        raise BackupFailed(target, complaints or f"{Path(command[0]).name} ended with {done.returncode}")
    return done.stdout


def _write_manifest(backup: Backup, *, target: str, server_version: int, version: int | None, now: datetime) -> None:
    manifest = {
        "target": target,
        "at": now.isoformat(),
        "file": backup.file.name,
        "size": backup.size,
        "sha256": backup.sha256,
        "tables": backup.tables,
        "migration_version": version,
        "server_version": server_version,
        "guardian_version": __version__,
        "verified": "read back whole",
    }
    file = _manifest(backup.file)
    file.touch(mode=0o600)
    file.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    _sync(file)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
