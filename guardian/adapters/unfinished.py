"""A change of the migrations directory that was cut off: what is there now is neither the old set nor the new one."""

from __future__ import annotations

from pathlib import Path

from guardian.adapters import renumber_files, squash_files


def refuse_unfinished(directory: Path) -> None:
    """Raise SquashUnfinished or RenumberUnfinished where a command was cut off in the middle of its files."""
    squash_files.refuse_unfinished(directory)
    renumber_files.refuse_unfinished(directory)
