"""Folders that guardian makes, and whether one is in nobody else's hands. No folder found in place is ever changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def make_folders(path: Path, *, mode: int) -> None:
    """Make `path` and the missing folders above it with these permission bits, whatever the umask."""
    for folder in reversed([path, *path.parents]):
        if folder.exists():
            continue
        try:
            folder.mkdir()
        except FileExistsError:  # another start was faster
            continue
        folder.chmod(mode)


def is_safe(directory: Path) -> bool:
    """Say whether nobody else can put something else in the place of `directory`, or into it.

    It is a real folder of ours that only we write to, and each folder above belongs to root or us and is closed to
    other writers, or sticky as /tmp is.
    """
    try:
        mine = directory.lstat()
        above = [folder.stat() for folder in directory.resolve().parents]
    except OSError:
        return False
    trusted = {0, os.geteuid()}
    return (
        stat.S_ISDIR(mine.st_mode)
        and mine.st_uid == os.geteuid()
        and not mine.st_mode & 0o022
        and all(one.st_uid in trusted and (not one.st_mode & 0o022 or one.st_mode & stat.S_ISVTX) for one in above)
    )
