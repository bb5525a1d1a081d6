"""The status page in a real browser: what is in the DOM, what the console says, and what the page asks for."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from psycopg import sql

from guardian import clock
from guardian.app.status_page import Board
from guardian.config import Config, Role, Secret, Target
from guardian.config.model import Web
from guardian.drift.check import DriftReport
from guardian.web.server import open_page
from tests.plugin.project import Project
from tests.plugin.tools import require

SCRIPT = '"><script>console.error("boom")</script><img src="http://guardian.invalid/x.png">'
PNG = b"\x89PNG\r\n\x1a\n"
PATIENCE = 120  # seconds, on a busy machine


@pytest.fixture(autouse=True)
def _browser():
    require("chromium")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the browser made of a page: its DOM, its console, and every address that the page made it ask for."""

    dom: str
    console: tuple[str, ...]
    asked: frozenset[str]


def visit(address: str, folder: Path) -> Visit:
    """Open the address in a browser of its own that finds no host but this one."""
    net = folder / "net.json"
    done = _chromium(folder, "--dump-dom", f"--log-net-log={net}", "--enable-logging=stderr", address)
    return Visit(dom=done.stdout, console=tuple(re.findall(r":CONSOLE.*", done.stderr)), asked=_asked(net))


def _chromium(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            require("chromium"),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={folder / 'profile'}",
            *arguments,
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )


def _asked(net: Path) -> frozenset[str]:
    """Return the requests over a network that have a page as their origin; the browser's own have none."""
    log = json.loads(net.read_text())
    start = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    requests = [event["params"] for event in log["events"] if event["type"] == start and "params" in event]
    return frozenset(
        request["url"] for request in requests if request.get("initiator", "not an origin") != "not an origin"
    )


def test_the_browser_would_notice(tmp_path: Path) -> None:
    """The other tests prove something: a script's error and a foreign picture on a page are seen."""
    bad = tmp_path / "bad.html"
    bad.write_text(f"<!doctype html><title>x</title><p {SCRIPT}")

    seen = visit(bad.as_uri(), tmp_path)

    assert any("boom" in line for line in seen.console)
    assert seen.asked == {"http://guardian.invalid/x.png"}


def test_the_report_shows_the_findings_and_asks_for_nothing(project: Project, tmp_path: Path) -> None:
    """Of a PROD that somebody tried to put a script into: all there to read, silent console, no request."""
    project.add("create table first (id int);")
    project.ok("up", "dev")
    project.on_prod("create table by_hand (id int)")
    project.on_prod(sql.SQL("create table {} (id int)").format(sql.Identifier(SCRIPT[:60])).as_string())
    project.ok("report", "-o", "status.html")

    seen = visit((project.root / "status.html").as_uri(), tmp_path)

    assert "table public.by_hand was added on prod" in seen.dom
    assert "DROP TABLE public.by_hand" in seen.dom
    assert "&lt;script&gt;console.error" in seen.dom
    assert "<script" not in seen.dom
    assert "<img" not in seen.dom
    assert seen.console == ()
    assert seen.asked == frozenset()


def test_the_style_counts(project: Project, tmp_path: Path) -> None:
    """The policy lets the page's own style sheet through: with it taken out the picture is another one."""
    project.ok("report", "-o", "status.html")
    page = (project.root / "status.html").read_text()
    plain = tmp_path / "plain.html"
    plain.write_text(re.sub(r"<style>.*</style>", "", page, flags=re.DOTALL))

    pictures = []
    for file in (project.root / "status.html", plain):
        picture = tmp_path / f"{file.stem}.png"
        _chromium(tmp_path, f"--screenshot={picture}", "--window-size=500,900", file.as_uri())
        pictures.append(picture.read_bytes())

    assert pictures[0].startswith(PNG)
    assert pictures[0] != pictures[1]


def test_the_served_page_asks_for_nothing_either(tmp_path: Path) -> None:
    """Under the header's policy, too."""
    url = Secret.literal("postgres://nobody@127.0.0.1:1/nothing")
    config = Config(
        root=tmp_path,
        targets=(Target(name="prod", url=url, role=Role.PRODUCTION),),
        web=Web(host="127.0.0.1", port=0),
    )
    board = Board(config)
    board.found(DriftReport(target="prod", version=None), clock.now())
    server = open_page(config, board)
    server.start()
    try:
        seen = visit(f"http://127.0.0.1:{server.port}/", tmp_path)
    finally:
        server.stop()

    assert 'id="target-prod"' in seen.dom
    assert seen.console == ()
    assert seen.asked == frozenset()
