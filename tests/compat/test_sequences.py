"""Generated command sequences through golang-migrate and guardian: version rows, exit codes, tables."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.compat import model
from tests.compat.tool import Arena, Tool, guardian, write_files

# Six groups, so that the workers share them; 2 x 6 x 28 = 336 sequences, ten times as many in a campaign.
GROUPS = range(6)
PER_GROUP = 28 * (10 if os.environ.get("GUARDIAN_TEST_CAMPAIGN") else 1)

VERSIONS = (0, 1, 2, 3, 5, 8, 13)
UNKNOWN = 4
# Most files are good ones, since a sequence that fails at once shows little; drawn uniformly, so repeated for weight.
UPS = ["make"] * 16 + ["empty", "comment", "fail", None]
DOWNS = ["drop"] * 16 + ["empty", "comment", "fail", None]
PAIRS = st.builds(model.Pair, up=st.sampled_from(UPS), down=st.sampled_from(DOWNS))
EVERYWHERE: list[model.Command] = [
    *[("up",)] * 3, *[("up", "1")] * 4, *[("up", "2")] * 2, ("up", "0"), ("up", "6"),
    *[("down", "1")] * 5, *[("down", "2")] * 2, *[("down", "-all")] * 2, ("down", "0"), ("down", "6"),
    ("goto", str(UNKNOWN)), ("force", str(UNKNOWN)), ("force", "--", "-1"), ("force", "-1"), ("version",),
    ("drop", "-f"),
]  # fmt: skip


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[model.Files, list[tuple[model.Command, bool]]]:
    """Return files, and commands each with whether it is golang-migrate's turn."""
    least = draw(st.sampled_from([0, 2, 3, 4]))
    versions = draw(st.lists(st.sampled_from(VERSIONS), unique=True, min_size=least, max_size=5))
    files = {version: pair for version in versions if (pair := draw(PAIRS)) != model.Pair(None, None)}
    there = [(word, str(version)) for version in files for word in ("goto", "goto", "force")]
    usual = EVERYWHERE[:18] * 2
    commands = st.lists(st.sampled_from(usual + EVERYWHERE + there), min_size=3, max_size=8)
    return files, [(command, draw(st.booleans())) for command in draw(commands)]


CHECKS = settings(
    max_examples=PER_GROUP,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _step(
    *, arena: Arena, folder: Path, state: model.State, files: model.Files, command: model.Command, tool: Tool,
    expect: Callable[..., tuple[int, model.State]],
) -> model.State:  # fmt: skip
    """Run the command and hold what came of it against the model."""
    code, after = expect(files, state, command)
    ran = arena.run(tool, folder, *command)
    assert (ran.code, arena.rows()) == (code, after.rows), (command, state, ran)
    assert arena.agrees(after), (command, state, ran, arena.tables())
    assert ran.out == ""
    return after


@pytest.mark.parametrize("group", GROUPS)
@CHECKS
@given(scenario=scenarios())
def test_twins(
    *,
    group: int,
    arenas: tuple[Arena, Arena],
    folder: Path,
    golang: Tool,
    scenario: tuple[model.Files, list[tuple[model.Command, bool]]],
) -> None:
    """Each on its own database; what differs is what the model names."""
    theirs, ours = arenas
    files, commands = scenario
    write_files(folder, files)
    theirs.reset()
    ours.reset()
    left = right = model.State()
    for command, _ in commands:
        left = _step(
            arena=theirs, folder=folder, state=left, files=files, command=command, tool=golang, expect=model.golang
        )
        right = _step(
            arena=ours, folder=folder, state=right, files=files, command=command, tool=guardian, expect=model.guardian
        )


@pytest.mark.parametrize("group", GROUPS)
@CHECKS
@given(scenario=scenarios())
def test_relay(
    *,
    group: int,
    arenas: tuple[Arena, Arena],
    folder: Path,
    golang: Tool,
    scenario: tuple[model.Files, list[tuple[model.Command, bool]]],
) -> None:
    """One database, handed over between the two at any step."""
    arena, _ = arenas
    files, commands = scenario
    write_files(folder, files)
    arena.reset()
    state = model.State()
    for command, theirs in commands:
        tool, expect = (golang, model.golang) if theirs else (guardian, model.guardian)
        state = _step(arena=arena, folder=folder, state=state, files=files, command=command, tool=tool, expect=expect)
