"""What a person sees while a migration runs: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from tests.plugin.project import ROOT, Project

UP = [sys.executable, "-m", "guardian", "up", "dev"]


def on_a_terminal(
    project: Project, command: list[str] = UP, *, stream: str = "stderr", **settings: str
) -> tuple[int, str]:
    """Run a command with a terminal of its own as stderr or stdout; return its code and all that was written there."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100", **settings}
    streams = {"stdout": subprocess.DEVNULL, "stderr": None} | {stream: theirs}
    process = subprocess.Popen(command, cwd=project.root, env=environment, **streams)
    os.close(theirs)
    written = b""
    while True:
        try:
            read = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not read:
            break
        written += read
    os.close(ours)
    return process.wait(), written.decode()


def test_a_terminal_shows_what_runs_and_for_how_long(project: Project) -> None:
    project.add("select pg_sleep(2.2);", name="slow")
    project.add("create table t (id int);", name="quick")

    code, written = on_a_terminal(project)

    assert code == 0
    live, _, rest = written.partition("1/u slow (")
    assert "1/u slow" in live
    assert "0:00:01" in live
    assert "2/u quick" in rest
    assert "0:00" not in rest
    assert written.rfind("\x1b[?25h") >= written.rfind("\x1b[?25l")


def test_a_failure_leaves_the_terminal_as_it_was(project: Project) -> None:
    project.add("select pg_sleep(1); select 1 / 0;", name="slow")

    code, written = on_a_terminal(project)

    assert code == 1
    assert "division by zero" in written
    assert written.rfind("\x1b[?25h") >= written.rfind("\x1b[?25l")


def test_elsewhere_lines_are_plain(project: Project) -> None:
    project.add("select pg_sleep(1);", name="slow")

    done = subprocess.run(
        UP, cwd=project.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )

    assert "\x1b" not in done.stderr
    assert done.stderr.startswith("1/u slow (1.0s)") or done.stderr.startswith("1/u slow (10")


DIFF = [sys.executable, "-m", "guardian", "diff", "dev", "prod"]


def test_a_diff_is_coloured_on_a_terminal(project: Project) -> None:
    """Green for what comes, red for what goes, yellow for what changes; what a name holds drives nothing."""
    project.on_dev('create table t (a int, "x\x1b[2J\n" text)')
    project.on_prod("create table t (a bigint, b text)")

    code, written = on_a_terminal(project, DIFF, stream="stdout")

    assert code == 3
    assert "\x1b[32m+ \x1b[0mcolumn b" in written
    assert '\x1b[31m- \x1b[0mcolumn "x\\x1b[2J\\n"' in written
    assert "\x1b[33m~ \x1b[0mcolumn a" in written
    assert "type: \x1b[31minteger\x1b[0m -> \x1b[32mbigint\x1b[0m" in written


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colours_gets_none(project: Project, setting: dict[str, str]) -> None:
    project.on_dev("create table t (a int)")

    code, written = on_a_terminal(project, DIFF, stream="stdout", **setting)

    assert code == 3
    assert "\x1b" not in written
    assert "- table public.t" in written


def test_what_goes_into_a_pipe_has_no_colours(project: Project) -> None:
    project.on_dev("create table t (a int)")

    assert "\x1b" not in project.guardian("diff", "dev", "prod").out
