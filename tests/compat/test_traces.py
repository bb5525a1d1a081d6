"""golang-migrate's answers as they were recorded, so that they count where its program is not installed.

`python -m tests.compat.record` records them anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.compat import model
from tests.compat.record import SCRIPTS, TRACES
from tests.compat.tool import Arena, guardian, write_files


def _trace(name: str) -> dict[str, Any]:
    return json.loads((TRACES / f"{name}.json").read_text())


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_model_says_what_golang_migrate_did(name: str) -> None:
    trace = _trace(name)
    state = model.State()
    for step in trace["steps"]:
        code, state = model.golang(model.pairs(trace["files"]), state, tuple(step["command"].split()))
        seen = (code, [list(row) for row in state.rows], sorted(f"t{version}" for version in state.tables))
        assert seen == (step["code"], step["rows"], step["tables"]), step


@pytest.mark.parametrize("name", SCRIPTS)
def test_guardian_does_the_same_up_to_the_first_deviation(twins: tuple[Arena, Arena], folder: Path, name: str) -> None:
    """The model says where that is; from there on it says what guardian does instead."""
    trace, arena = _trace(name), twins[1]
    files = model.pairs(trace["files"])
    write_files(folder, files)
    theirs = ours = model.State()
    deviated = False
    for step in trace["steps"]:
        command = tuple(step["command"].split())
        (their_code, theirs), (our_code, ours) = (
            model.golang(files, theirs, command),
            model.guardian(files, ours, command),
        )
        deviated = deviated or (their_code, theirs) != (our_code, ours)
        ran = arena.run(guardian, folder, *command)
        seen = (ran.code, [list(row) for row in arena.rows()], sorted(arena.tables()))
        if not deviated:
            assert seen == (step["code"], step["rows"], step["tables"]), step
        assert ran.code == our_code, step
        assert arena.agrees(ours), step
    assert deviated is (name in DEVIATING)


DEVIATING = {
    "force_minus_one", "failing_file", "failing_first", "failing_down", "failing_first_down", "missing_down",
    "missing_up", "gap_and_force",
}  # fmt: skip
