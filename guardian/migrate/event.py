"""What the runner tells while it works. It never prints: console, daemon and journal subscribe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guardian.migrate.plan import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class LockWaited:
    """Another migrator holds the lock; `seconds` waited so far."""

    target: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStarted:
    target: str
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDone:
    target: str
    step: Step
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFailed:
    target: str
    step: Step
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResumed:
    """A file that was cut off goes on; `number` is the statement, from 1."""

    target: str
    step: Step
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementStarted:
    """A statement of a file that runs statement by statement; `number` of `total`, from 1."""

    target: str
    step: Step
    number: int
    total: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDone:
    target: str
    step: Step
    number: int
    total: int
    what: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidIndexDropped:
    """What a concurrent build that failed had left behind."""

    target: str
    index: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressMissing:
    """A file runs statement by statement where guardian can record nothing: it could not go on after a failure."""

    target: str
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryMissing:
    """The target's guardian schema may not be created: what is lost is said, and the work goes on."""

    target: str
    reason: str


Event = (
    LockWaited
    | FileStarted
    | FileDone
    | FileFailed
    | FileResumed
    | StatementStarted
    | StatementDone
    | InvalidIndexDropped
    | ProgressMissing
    | HistoryMissing
)
Listener = Callable[[Event], None]


def ignore(_event: Event) -> None:
    """Listen to nothing."""
