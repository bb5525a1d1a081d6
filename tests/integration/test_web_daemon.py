"""The page of a running daemon, as its own process; and what is not even imported without one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.plugin.project import CONFIG, ROOT, Project

PATIENCE = 60.0  # seconds, on a busy machine
WEB = {"flask", "jinja2", "waitress", "prometheus_client"}

# Runs the command, and says in the end which modules of WEB were imported.
PROGRAM = f"""
import sys
from guardian.cli.main import main
code = main(sys.argv[1:])
print("imported:", *sorted(set({sorted(WEB)!r}) & set(sys.modules)))
sys.exit(code)
"""


def imported(out: str) -> set[str]:
    return set(out[out.index("imported:") :].split()[1:])


@pytest.fixture
def start(project: Project) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Return a function that starts the daemon with these lines of configuration added."""
    running: list[subprocess.Popen[str]] = []

    def start(lines: str = "") -> subprocess.Popen[str]:
        (project.root / "guardian.toml").write_text(CONFIG + lines)
        with (project.root / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, "daemon"],
                cwd=project.root,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until(condition: Callable[[], object], what: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.1)
    pytest.fail(f"{what}: not within {PATIENCE:.0f} s; the log says\n{log.read_text()}")


def stop(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return out


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def get(address: str) -> str:
    try:
        return requests.get(address, timeout=5).text
    except requests.ConnectionError:
        return ""


def test_the_page_shows_what_the_daemon_found(project: Project, start: Callable[[str], subprocess.Popen[str]]) -> None:
    """Drift on PROD, then mended: the page follows the checks, and the process ends cleanly on SIGTERM."""
    project.add("create table first (id int);")
    project.on_prod("create table by_hand (id int)")
    address = f"http://127.0.0.1:{(port := free_port())}"

    process = start(f'[daemon]\ninterval = "1s"\n[web]\nlisten = "127.0.0.1:{port}"\n')

    log = project.root / "log"
    until(lambda: "table public.by_hand was added on prod" in get(address), "the finding", log)
    until(lambda: "<bdi>000001_step</bdi>" in get(address), "what is pending", log)
    assert 'guardian_findings{role="production",severity="high",target="prod"} 1.0' in get(f"{address}/metrics")

    project.on_prod("drop table by_hand")
    until(lambda: "by_hand" not in get(address), "the end of the drift", log)

    assert imported(stop(process)) == WEB
    with pytest.raises(requests.ConnectionError):
        requests.get(address, timeout=5)


def test_a_request_asks_no_database(project: Project, start: Callable[[str], subprocess.Popen[str]]) -> None:
    """With an interval of an hour the page goes on showing the first check, however often it is asked for."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    process = start(f'[daemon]\ninterval = "1h"\n[web]\nlisten = "127.0.0.1:{port}"\n')
    until(lambda: "in order" in get(address), "the first check", project.root / "log")

    count = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    project.on_prod("create table by_hand (id int)")
    pages = [get(address) for _ in range(20)]

    assert not any("by_hand" in page for page in pages)
    assert project.on_prod(count) == [(0,)]
    stop(process)


def test_a_taken_port_ends_the_daemon_before_it_does_anything(
    project: Project, start: Callable[[str], subprocess.Popen[str]]
) -> None:
    """One sentence on stderr, exit code 2, no state folder, nothing applied."""
    project.add("create table first (id int);")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = start(f'[daemon]\napply_to = "dev"\n[web]\nlisten = "127.0.0.1:{port}"\n')
        process.communicate(timeout=PATIENCE)

    assert process.returncode == 2
    said = (project.root / "log").read_text().splitlines()
    assert len(said) == 1
    assert f"[web]: listen: cannot serve the status page at 127.0.0.1:{port}: another program listens there" in said[0]
    assert not (project.root / "state").exists()
    assert project.tables(project.dev) == set()


def test_without_web_the_daemon_imports_no_web_server(
    project: Project, start: Callable[[str], subprocess.Popen[str]]
) -> None:
    process = start("")
    log = project.root / "log"
    until(lambda: "event=ready" in log.read_text(), "ready", log)

    assert imported(stop(process)) == set()


def test_help_imports_no_web_server(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "report" in done.stdout
    assert imported(done.stdout) == set()
