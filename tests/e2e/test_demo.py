"""`guardian demo`: tells the story, leaves nothing behind, and fails where a step does not do what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guardian.app.demo import story
from guardian.app.demo.stage import DemoFailed
from tests.plugin.project import ROOT


def run_demo(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-m", "guardian", "demo"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip


def test_the_demo_tells_the_whole_story(tmp_path):
    """Every part of the story is there, in order, and the temporary folder is empty afterwards."""
    tmp_path.chmod(0o755)

    done = run_demo(tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    told = [
        "## Tables to add to prod (from dev)",
        "Applied to dev: version 4",
        "applied on DEV: dev is at 4",
        "(read back whole)",
        "prod: promoted and verified",
        "ALTER TABLE aegis_credentials ADD COLUMN backdoor text",
        "Drift on prod: 1 change",
        "ALTER TABLE public.aegis_credentials DROP COLUMN backdoor;",
        "Drift on prod is resolved",
        "[guardian-immutable]",
    ]
    places = [done.stdout.find(part) for part in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)
    assert list(tmp_path.iterdir()) == []


def test_a_step_that_does_not_do_what_it_says_fails_the_demo(monkeypatch):
    """Here nobody changes PROD, so no message comes."""

    def do_nothing(*_):
        # From here on there is nothing to wait for; what comes before may take its time on a slow machine.
        monkeypatch.setattr("guardian.app.demo.stage._PATIENCE", 2.0)

    monkeypatch.setattr("guardian.app.demo.stage.Stage.psql", do_nothing)

    with pytest.raises(DemoFailed, match="Drift on prod"):
        story.tell(lambda _style, _text: None)
