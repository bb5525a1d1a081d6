"""A migration file's name, and the pair it belongs to.

The rule is golang-migrate's own (`source.Regex` in its source/parse.go): greedy, case-sensitive, any extension.
What it does not match is no migration; what it matches but guardian would not write is for the lint to say.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from guardian.errors import GuardianError
from guardian.migrate.checksum import BOM, checksum

_NAME = re.compile(r"([0-9]+)_(.*)\.(down|up)\.(.*)\Z", re.DOTALL)

MAX_VERSION = 2**63 - 1  # the version table's column is a bigint


class Direction(enum.StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileName:
    """What a file name says: `000002_aegis_v2.up.sql` is version 2, title "aegis_v2", up, extension "sql"."""

    version: int
    digits: str
    title: str
    direction: Direction
    extension: str


def parse_file_name(name: str) -> FileName | None:
    """Return what the name says, or None where golang-migrate would pass the file over."""
    match = _NAME.match(name)
    if match is None:
        return None
    digits, title, direction, extension = match.groups()
    return FileName(
        version=int(digits), digits=digits, title=title, direction=Direction(direction), extension=extension
    )


class NotText(GuardianError):
    """a migration file is no text that a server could run."""

    def __init__(self, name: str, line: int, what: str) -> None:
        super().__init__(f"{name}, line {line}: the file {what}; save it as UTF-8 text")


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationFile:
    """One direction of a migration: its name within the directory, and its content as it is on disk."""

    name: str
    content: bytes

    @property
    def checksum(self) -> str:
        return checksum(self.content)

    @property
    def text(self) -> str:
        """The SQL. Raises NotText for what is not UTF-8, or holds a NUL byte, where the protocol would cut it off."""
        try:
            text = self.content.removeprefix(BOM).decode("utf-8")
        except UnicodeDecodeError as fault:
            line = self.content.count(b"\n", 0, fault.start) + 1
            raise NotText(self.name, line, "is not UTF-8") from None
        if "\0" in text:
            raise NotText(self.name, text.count("\n", 0, text.index("\0")) + 1, "has a NUL byte")
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One version. A direction that has no file is None."""

    version: int
    title: str
    up: MigrationFile | None = None
    down: MigrationFile | None = None

    @property
    def name(self) -> str:
        """The name that people use: `000002_aegis_v2`, with the digits as in the file name."""
        file = self.up or self.down
        return file.name.split(".", 1)[0] if file else str(self.version)

    def file(self, direction: Direction) -> MigrationFile | None:
        return self.up if direction is Direction.UP else self.down
