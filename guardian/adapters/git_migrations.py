"""The migrations directory out of a git repository: in a commit, or in the index."""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath

from guardian.adapters.git import Change, Entry, Repository, with_changes
from guardian.adapters.git_blob import Blob
from guardian.adapters.git_link import real_folder
from guardian.config import Git, Naming, parse_numbering
from guardian.errors import ConfigError
from guardian.lint.tree import LARGEST, FileType, Tree, TreeFile

CONFIG_FILE = "guardian.toml"
DEFAULT_DIRECTORY = "migrations"

_TYPES = {"120000": FileType.SYMLINK, "160000": FileType.SUBMODULE, "100755": FileType.EXECUTABLE}


# By object id, which stands for the content: a commit, the one before, and each of several checks, have most in common.
_contents: dict[str, Blob] = {}


def configured_directory(repository: Repository, commit: str | None) -> str:
    """Return the directory that guardian.toml names in the commit, in the index for None; `migrations` without one.

    Where it is reached through links, it is the folder that they lead to. Raises ConfigError.
    """
    return real_folder(repository, commit, named_directory(repository, commit))


def named_directory(repository: Repository, commit: str | None) -> str:
    """Return the same as it is written. Only the one key is looked at: the rest is not the hooks' to judge."""
    content = repository.blob(commit, CONFIG_FILE)
    return _as_directory(
        DEFAULT_DIRECTORY if content is None else _parsed(content).get("migrations", DEFAULT_DIRECTORY)
    )


def configured_numbering(repository: Repository, commit: str | None) -> tuple[Naming, Git]:
    """Return what guardian.toml says in the commit, in the index for None. Raises ConfigError."""
    content = repository.blob(commit, CONFIG_FILE)
    return parse_numbering({} if content is None else _parsed(content), file=CONFIG_FILE)


def _parsed(content: bytes) -> dict[str, object]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except ValueError as error:
        raise ConfigError(f"is no valid TOML ({error})", file=CONFIG_FILE) from None
    except RecursionError:
        raise ConfigError("is no valid TOML (it is nested too deeply)", file=CONFIG_FILE) from None


def _as_directory(value: object) -> str:
    normal = posixpath.normpath(value) if isinstance(value, str) and value else ".."
    if "\0" in normal or PurePosixPath(normal).is_absolute() or normal.split("/", 1)[0] == "..":
        raise ConfigError(
            f"expected a folder inside the repository, as in {DEFAULT_DIRECTORY!r}, found {value!r}",
            file=CONFIG_FILE,
            key="migrations",
        )
    return "" if normal == "." else normal


def touches(changes: tuple[Change, ...], directories: set[str]) -> bool:
    """Say whether a change lies in one of the directories, or may have changed which directory counts."""
    paths = {path for change in changes for path in change.paths}
    prefixes = tuple(f"{directory}/" if directory else "" for directory in directories)
    return any(path == CONFIG_FILE or path in directories or path.startswith(prefixes) for path in paths)


def commit_tree(repository: Repository, commit: str | None, directory: str) -> Tree:
    """Return the directory as it is in the commit; empty for None, the time before the first commit."""
    return _tree(repository, repository.files(commit, directory), directory)


def index_tree(repository: Repository, base: str | None, changes: tuple[Change, ...], directory: str) -> Tree:
    """Return the directory as it is in the index, which is the commit `base` with the staged changes."""
    return _tree(repository, with_changes(repository.files(base, directory), changes, directory), directory)


def _tree(repository: Repository, entries: Mapping[str, Entry], directory: str) -> Tree:
    unread = {entry.object_id for entry in entries.values()} - _contents.keys()
    _contents.update(repository.small_blobs(unread, limit=LARGEST))
    files = {}
    for path, entry in entries.items():
        blob = _contents.get(entry.object_id, Blob())
        kind = _TYPES.get(entry.mode, FileType.REGULAR)
        files[posixpath.basename(path)] = TreeFile(type=kind, content=blob.content, digest=blob.digest)
    return Tree(directory=directory, files=files)
