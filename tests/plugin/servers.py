"""The PostgreSQL servers at hand: those of the wheel, those that the system has, and those of GUARDIAN_TEST_PG_EXTRA.

GUARDIAN_TEST_PG_EXTRA lists installations, folders that hold `bin`, `lib` and `share`, separated as PATH is. Debian's
servers are found where its packages put them. A major counts once: the wheel's, else the extra one, else the system's.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from guardian.pg.embedded import EmbeddedServer, binaries, run_directory
from guardian.pg.embedded import cache as embedded_cache
from guardian.pg.embedded.account import Account

SUPPORTED = range(14, 19)
_SYSTEM = Path("/usr/lib/postgresql")
_MAPS_ALL_SINCE = 16


@cache
def installs() -> Mapping[int, Path]:
    """Return the installation folder of each major that is not bundled."""
    listed = [Path(folder) for folder in os.environ.get("GUARDIAN_TEST_PG_EXTRA", "").split(os.pathsep) if folder]
    missing = [folder for folder in listed if not (folder / "bin/postgres").is_file()]
    if missing:
        pytest.exit(f"GUARDIAN_TEST_PG_EXTRA names {missing[0]}, which has no bin/postgres", returncode=2)
    usual = [folder for folder in sorted(_SYSTEM.glob("*")) if (folder / "bin/postgres").is_file()]
    found: dict[int, Path] = {}
    for folder in [*listed, *usual]:
        major = int(release(folder / "bin/postgres").partition(".")[0])
        if major in SUPPORTED and major not in binaries.majors():
            found.setdefault(major, folder)
    return found


def majors() -> tuple[int, ...]:
    """Return the majors of all servers at hand, ascending."""
    return tuple(sorted({*binaries.majors(), *installs()}))


def release(server: Path) -> str:
    return binaries.version(server)


def start(major: int, *, temp_dir: Path | None = None) -> EmbeddedServer:
    """Start a throw-away server of a major at hand, on guardian's own machinery whoever its binaries come from."""
    folder = installs().get(major)
    if folder is None:
        return EmbeddedServer.start(major=major, temp_dir=temp_dir)
    with pytest.MonkeyPatch.context() as patch:
        # What is made from these binaries must not be taken for what is made from the wheel's.
        key = f"test-{release(folder / 'bin/postgres')}-{zlib.crc32(os.fsencode(folder)):08x}"
        patch.setattr(binaries, "wheel_version", lambda: key)
        patch.setattr(binaries, "install_dir", lambda _: folder)
        if not (folder / "share").is_dir():  # the system's: its parts lie elsewhere, and everybody may read them
            patch.setattr(embedded_cache, "install_for", lambda *_: folder)
        if major < _MAPS_ALL_SINCE:
            patch.setattr(run_directory, "_write_access_rules", _trust)
        return EmbeddedServer.start(major=major, temp_dir=temp_dir)


def _trust(_: Account, path: Path) -> None:
    """Let in whoever gets to the socket, in its closed folder: older servers cannot map one account to all roles."""
    (path / "pg_hba.conf").write_text("local all all trust\nlocal replication all trust\n")
    (path / "pg_ident.conf").touch()
    for name in ("pg_hba.conf", "pg_ident.conf"):
        (path / name).chmod(0o644)
