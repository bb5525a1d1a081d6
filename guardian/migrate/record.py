"""One row of guardian.history: what was run, when, by whom, and the text itself."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from guardian.migrate.migration import Direction


class Action(enum.StrEnum):
    """Why the version changed: a file was run, or somebody said what the version is."""

    UP = "up"
    DOWN = "down"
    FORCE = "force"
    PROMOTE = "promote"


class Outcome(enum.StrEnum):
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who runs guardian: operating system user and host, and the git commit that the files come from."""

    os_user: str
    host: str
    git_commit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRecord:
    """A row as it is read back. `at` is the server's time; checksums are None where a file is missing.

    `from_version` and `to_version` are the target's before and after, None for no version. Of a failed run, and of
    one that an older guardian recorded, `to_version` is None too.
    """

    id: int
    at: datetime
    action: Action
    version: int | None
    title: str | None
    outcome: Outcome
    up_checksum: str | None
    down_checksum: str | None
    os_user: str
    error: str | None
    from_version: int | None = None
    to_version: int | None = None
    duration_ms: int = 0
    host: str = ""
    database_role: str = ""
    git_commit: str | None = None
    guardian_version: str = ""

    @property
    def direction(self) -> Direction | None:
        """Which of the files was run; None for a version that was only written."""
        if self.action is Action.FORCE:
            return None
        return Direction.DOWN if self.action is Action.DOWN else Direction.UP


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTexts:
    """The texts that a run recorded; None where the migration had no such file."""

    up: str | None
    down: str | None

    def of(self, direction: Direction) -> str | None:
        return self.up if direction is Direction.UP else self.down
