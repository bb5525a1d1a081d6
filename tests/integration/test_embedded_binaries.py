"""Finding programs in the wheel."""

from __future__ import annotations

import subprocess

import pytest

from guardian.errors import GuardianError, UsageError
from guardian.pg.embedded.binaries import majors, nearest_major, tool


@pytest.mark.parametrize("major", majors())
@pytest.mark.parametrize("name", ["pg_dump", "pg_restore", "psql"])
def test_tools_run(name, major):
    """Each client tool runs from where it lies and is of the major asked for."""
    answer = subprocess.run([tool(name, major), "--version"], capture_output=True, text=True, check=True)
    assert f"{name} (PostgreSQL) {major}." in answer.stdout


@pytest.mark.parametrize(
    ("server", "major"), [(140012, 16), (160003, 16), (170001, 18), (180004, 18), (190000, 18), (90600, 16)]
)
def test_nearest_major(server, major):
    """The same major, else the next higher one, else the highest."""
    assert majors() == (16, 18)
    assert nearest_major(server) == major


def test_what_is_missing_is_named():
    """An unknown major or program is one sentence that says what there is."""
    with pytest.raises(UsageError, match="PostgreSQL 12 is not among the embedded ones; use 16 and 18"):
        tool("psql", 12)
    with pytest.raises(GuardianError, match="no 'pg_nothing'"):
        tool("pg_nothing")
