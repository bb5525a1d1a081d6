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

# Six groups, so that the workers share them; 2 x 6 x 40 = 480 sequences, ten times as many in a campaign.
GROUPS = range(6)
PER_GROUP = 40 * (10 if os.environ.get("GUARDIAN_TEST_CAMPAIGN") else 1)

VERSIONS = st.sampled_from([0, 1, 2, 3, 5, 8, 13])
PAIRS = st.builds(
    model.Pair,
    up=st.sampled_from(["make"] * 8 + ["empty", "comment", "fail", None]),
    down=st.sampled_from(["drop"] * 8 + ["empty", "comment", "fail", None]),
).filter(lambda pair: pair != model.Pair(None, None))
FILES = st.dictionaries(VERSIONS, PAIRS, max_size=5)
NUMBERS = st.integers(0, 6).map(str)
COMMANDS = st.one_of(
    st.just(("up",)),
    st.tuples(st.just("up"), NUMBERS),
    st.tuples(st.just("down"), NUMBERS),
    st.just(("down", "-all")),
    st.tuples(st.just("goto"), VERSIONS.map(str)),
    st.tuples(st.just("force"), VERSIONS.map(str)),
    st.just(("force", "--", "-1")),
    st.just(("force", "-1")),
    st.just(("version",)),
    st.just(("drop", "-f")),
)
SEQUENCES = st.lists(COMMANDS, min_size=1, max_size=5)
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
@given(files=FILES, commands=SEQUENCES)
def test_twins(
    *,
    group: int,
    arenas: tuple[Arena, Arena],
    folder: Path,
    golang: Tool,
    files: model.Files,
    commands: list[model.Command],
) -> None:
    """Each on its own database; what differs is what the model names."""
    theirs, ours = arenas
    write_files(folder, files)
    theirs.reset()
    ours.reset()
    left = right = model.State()
    for command in commands:
        left = _step(
            arena=theirs, folder=folder, state=left, files=files, command=command, tool=golang, expect=model.golang
        )
        right = _step(
            arena=ours, folder=folder, state=right, files=files, command=command, tool=guardian, expect=model.guardian
        )


@pytest.mark.parametrize("group", GROUPS)
@CHECKS
@given(files=FILES, commands=st.lists(st.tuples(COMMANDS, st.booleans()), min_size=2, max_size=6))
def test_relay(
    *,
    group: int,
    arenas: tuple[Arena, Arena],
    folder: Path,
    golang: Tool,
    files: model.Files,
    commands: list[tuple[model.Command, bool]],
) -> None:
    """One database, handed over between the two at any step."""
    arena, _ = arenas
    write_files(folder, files)
    arena.reset()
    state = model.State()
    for command, theirs in commands:
        tool, expect = (golang, model.golang) if theirs else (guardian, model.guardian)
        state = _step(arena=arena, folder=folder, state=state, files=files, command=command, tool=tool, expect=expect)
