"""Servers that outlived their owner and its helpers."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from guardian import clock
from guardian.pg.embedded.account import Account

_PATIENCE = 10.0


def stop_leftover(account: Account, data: Path, *, signal: str = "QUIT") -> bool:
    """Stop the server that still runs on `data`, if one does; return False where it would not stop.

    The signal is sent under the server's account, which cannot hurt anybody else's process should the file lie.
    """
    pid = server_pid(data)
    if pid is None or not _serves(pid, data):
        return True
    account.run(["/bin/sh", "-c", 'kill -s "$1" "$2"', "sh", signal, str(pid)])
    deadline = clock.monotonic() + _PATIENCE
    while _serves(pid, data):
        if clock.monotonic() > deadline:
            return False
        clock.sleep(0.02)
    return True


def server_pid(data: Path) -> int | None:
    """Return the process id that `postmaster.pid` names."""
    lines = pid_file_lines(data)
    return int(lines[0]) if lines and lines[0].isdigit() and int(lines[0]) > 1 else None


def pid_file_lines(data: Path) -> list[str]:
    """Return the lines of `postmaster.pid`: pid first, status (such as "ready") eighth; empty where there is none."""
    try:
        with open(data / "postmaster.pid", opener=_carefully, errors="replace") as file:
            return file.read().splitlines()
    except OSError:
        return []


def _carefully(path: str, flags: int) -> int:
    """Open what another account may have put there: no link is followed, no pipe waited for."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _serves(pid: int, data: Path) -> bool:
    """Say whether this process is a server started on `data`, by its command line."""
    return str(data) in _command_line(pid)


def _command_line(pid: int) -> list[str]:
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            return []
    listing = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.stdout.split()
