"""What a person sees while a migration runs: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from tests.plugin.project import ROOT, Project

UP = [sys.executable, "-m", "guardian", "up", "dev"]


def on_a_terminal(project: Project) -> tuple[int, str]:
    """Run `guardian up dev` with a terminal of its own as stderr; return its code and all that was written there."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(UP, cwd=project.root, env=environment, stdout=subprocess.DEVNULL, stderr=theirs)
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
