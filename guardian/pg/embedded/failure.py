"""What a server's or tool's last words mean, as one sentence with what to do. Pure."""

from __future__ import annotations

import re
from pathlib import Path

_LEVEL = re.compile(r"^(?:.*? )?(?:FATAL|PANIC|ERROR|error):\s+(.*)$", re.MULTILINE)


def explain(said: str, *, directory: Path, doing: str) -> str:
    """Return the sentence for an error; `said` is a log or stderr, `directory` where the work took place."""
    reason = _reason(said)
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return (
            f"the disk under {directory} is full, so the embedded server could not {doing}; "
            "free about 100 MB there, or for a throw-away server set TMPDIR to a folder with more room"
        )
    if "Read-only file system" in said or "Permission denied" in said:
        return (
            f"the embedded server could not {doing} in {directory}: {reason}; "
            "let this user write there, or for a throw-away server set TMPDIR"
        )
    if "could not create shared memory segment" in said or "could not resize shared memory" in said:
        return (
            f"the embedded server got no shared memory ({reason}); "
            "give the container more (docker run --shm-size) or raise the kernel's limit"
        )
    return f"the embedded server could not {doing} in {directory}: {reason}; set [scratch] url to use another server"


def _reason(said: str) -> str:
    """Return the first error of a log (which tells of one run), or its last line."""
    found = _LEVEL.search(said)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return found[1].strip() if found else lines[-1] if lines else "it ended without a message"
