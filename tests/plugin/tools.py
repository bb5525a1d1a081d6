"""Tools that some tests need and not every machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.plugin import servers


def require(tool: str) -> Path:
    """Return where the tool is; without it the test is skipped, or fails where GUARDIAN_TEST_REQUIRE names the tool.

    GUARDIAN_TEST_REQUIRE is a list such as "migrate,pgbouncer": there nothing may pass for tested that was not.
    """
    found = find(tool)
    if found is not None:
        return found
    required = {name.strip() for name in os.environ.get("GUARDIAN_TEST_REQUIRE", "").split(",")}
    if tool in required:
        pytest.fail(f"{tool} is not there, and GUARDIAN_TEST_REQUIRE asks for it")
    pytest.skip(f"{tool} is not installed")


@cache
def find(tool: str) -> Path | None:
    """Return where the tool is: on PATH, or where `go install` puts programs; a server's is `postgresql-15`."""
    server, _, major = tool.partition("-")
    if server == "postgresql" and major.isdigit():
        return servers.installs().get(int(major))
    # Servers are where an ordinary user's PATH does not lead.
    found = shutil.which(tool) or shutil.which(tool, path="/usr/sbin:/usr/local/sbin")
    if found:
        return Path(found)
    return next((folder / tool for folder in _go_folders() if (folder / tool).is_file()), None)


def _go_folders() -> list[Path]:
    go = shutil.which("go")
    if go is None:
        return []
    asked = subprocess.run([go, "env", "GOBIN", "GOPATH"], capture_output=True, text=True, check=False).stdout
    gobin, _, gopath = asked.partition("\n")
    return [*([Path(gobin)] if gobin else []), *(Path(p, "bin") for p in gopath.strip().split(os.pathsep) if p)]
