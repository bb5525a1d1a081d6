"""The migrations directory as it stands in one commit or in the index: the value that the rules judge."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from guardian.migrate.checksum import checksum
from guardian.migrate.lock_file import LOCK_FILE_NAME, LockFile, LockFileError, parse_lock_file, salvage_lock_file

# Bytes. What is larger is data: it takes minutes and gigabytes to parse, and is not held in memory where git has it.
LARGEST = 8 * 1024 * 1024


class FileType(enum.StrEnum):
    REGULAR = "a regular file"
    EXECUTABLE = "an executable file"
    SYMLINK = "a symbolic link"
    SUBMODULE = "a submodule"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeFile:
    """`digest` is the checksum of a file that is too large to be kept: its `content` is left empty then."""

    type: FileType = FileType.REGULAR
    content: bytes = b""
    digest: str = ""

    @property
    def large(self) -> bool:
        return bool(self.digest)

    @property
    def checksum(self) -> str:
        return self.digest or checksum(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """`directory` from the repository's root, "" for the root; `files` by name, without those of sub-folders."""

    directory: str = "migrations"
    files: Mapping[str, TreeFile] = field(default_factory=dict)

    def path(self, name: str) -> str:
        return f"{self.directory}/{name}" if self.directory else name

    @property
    def lock(self) -> LockFile:
        """The lock file, or what can still be read of it; empty where there is none."""
        return _read_lock(self._lock_text)[0]

    @property
    def lock_error(self) -> LockFileError | None:
        return _read_lock(self._lock_text)[1]

    @property
    def _lock_text(self) -> str | None:
        file = self.files.get(LOCK_FILE_NAME)
        return None if file is None else file.content.decode("utf-8", "replace")


@lru_cache(maxsize=8)
def _read_lock(text: str | None) -> tuple[LockFile, LockFileError | None]:
    # Kept, as each rule asks anew, and a lock file of 2,000 lines takes 40 ms.
    try:
        return LockFile() if text is None else parse_lock_file(text), None
    except LockFileError as error:
        return salvage_lock_file(text or ""), error
