"""One row of guardian.history: what was run, when, by whom, and the text itself."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


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
    """A row as it is read back. `at` is the server's time; texts and checksums are None where a file is missing."""

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
