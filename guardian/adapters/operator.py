"""Who runs guardian, as far as the operating system and git know."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
from pathlib import Path

from guardian.migrate.record import Operator


def fetch_operator(root: Path) -> Operator:
    """Return the operating system user, the host, and the commit checked out at `root` (None outside git)."""
    return Operator(os_user=_user(), host=socket.gethostname(), git_commit=_commit(root))


def _user() -> str:
    # The person behind sudo is who did it.
    sudo = os.environ.get("SUDO_USER")
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = str(os.getuid())
    return f"{sudo} as {user}" if sudo and sudo != user else user


def _commit(root: Path) -> str | None:
    try:
        run = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "HEAD"],
            capture_output=True, text=True, check=False, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return run.stdout.strip() or None
