"""Where a folder really is: git keeps a symbolic link as one file, and nothing below it."""

from __future__ import annotations

import os
import posixpath
from pathlib import PurePosixPath

from guardian.adapters.git import Repository
from guardian.errors import ConfigError

_MOST = 40  # links one after another, as Linux has it


def real_folder(repository: Repository, commit: str | None, folder: str) -> str:
    """Return the folder with all links resolved as they are in the commit, in the index for None.

    Raises ConfigError for a link that leads out of the repository, or in a circle.
    """
    asked, links = folder, 0
    while (found := _first_link(repository, commit, folder)) is not None:
        link, target = found
        links += 1
        folder = posixpath.normpath(posixpath.join(posixpath.dirname(link), target, posixpath.relpath(folder, link)))
        if links > _MOST or PurePosixPath(target).is_absolute() or folder.split("/", 1)[0] == "..":
            raise ConfigError(
                f"{asked} is reached through the symbolic link {link} -> {target}, which leads to no folder of the "
                "repository, so that nobody could judge what is promoted there; name the folder itself",
                file="guardian.toml",
                key="migrations",
            )
        folder = "" if folder == "." else folder
    return folder


def _first_link(repository: Repository, commit: str | None, folder: str) -> tuple[str, str] | None:
    """Return the topmost link on the way to the folder, and what it stands for."""
    if not folder:
        return None
    way = [folder, *(str(parent) for parent in PurePosixPath(folder).parents)][:-1]
    links = repository.links(commit, way)
    first = min(links, key=len, default=None)
    return None if first is None else (first, os.fsdecode(links[first]))
