"""The unit file, judged by systemd's own tools."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "systemd" / "guardian.service"
ANALYZE = shutil.which("systemd-analyze")
needs_analyze = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


def unit():
    """Return the unit's sections; of a key that stands twice, all values."""
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str
    parser.read(UNIT)
    return parser


def analyze(*arguments):
    return subprocess.run([ANALYZE, *arguments], capture_output=True, text=True, check=False)


@needs_analyze
def test_the_unit_is_valid(tmp_path):
    copy = tmp_path / "guardian.service"
    text = UNIT.read_text()
    assert "ExecStart=/usr/local/bin/guardian " in text
    copy.write_text(text.replace("/usr/local/bin/guardian ", f"{sys.executable} "))
    done = analyze("verify", "--man=no", str(copy))
    assert (done.returncode, done.stderr) == (0, "")


@needs_analyze
def test_a_broken_unit_would_be_noticed(tmp_path):
    copy = tmp_path / "guardian.service"
    copy.write_text(UNIT.read_text().replace("Type=notify", "Type=notified"))
    assert "Failed to parse service type" in analyze("verify", "--man=no", str(copy)).stderr


@needs_analyze
def test_the_unit_is_hardened():
    done = analyze("security", "--offline=true", "--threshold=20", str(UNIT))
    assert done.returncode == 0, done.stdout


def test_what_the_daemon_relies_on_is_there():
    service = unit()["Service"]
    assert service["ExecStart"] == "/usr/local/bin/guardian --config /etc/guardian/guardian.toml daemon"
    assert service["Type"] == "notify"
    assert service["WatchdogSec"] == "60"
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"].split() == ["2", "78"]
    assert service["StateDirectory"] == "guardian"
    assert service["ExecReload"].endswith("kill -HUP $MAINPID")
    assert service["ProtectHome"] == "read-only"


def test_no_secret_stands_in_the_unit():
    assert "Environment" not in unit()["Service"]
    assert not [line for line in UNIT.read_text().splitlines() if line.startswith("LoadCredential")]
