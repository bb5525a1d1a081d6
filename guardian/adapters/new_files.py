"""Writes files that must not be there yet, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guardian.errors import Refused


def create_files(texts: Mapping[Path, str]) -> None:
    """Create every file, with its folder. Raises Refused, leaving none of them, where one exists or cannot be made."""
    made: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                made.append(path)
                file.write(text)
    except OSError as fault:
        for path in made:
            path.unlink(missing_ok=True)
        reason = "it is already there" if isinstance(fault, FileExistsError) else fault.strerror
        raise Refused(f"cannot create {fault.filename or path}: {reason}; nothing was written") from None
