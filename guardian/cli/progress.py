"""The runner's events as lines on stderr, in golang-migrate's manner: `2/u aegis_v2 (12.3ms)`.

On a terminal, a live line below them shows what runs right now, and for how long.
"""

from __future__ import annotations

import sys

from guardian.cli.context import Context
from guardian.cli.live_line import LiveLine
from guardian.migrate.event import (
    Event,
    FileDone,
    FileFailed,
    FileResumed,
    FileStarted,
    HistoryMissing,
    InvalidIndexDropped,
    Listener,
    LockWaited,
    ProgressMissing,
    StatementDone,
    StatementStarted,
)
from guardian.migrate.plan import Plan
from guardian.names import printable


def progress(context: Context) -> Listener:
    """Return a listener that tells a person what goes on."""
    waiting: list[str] = []
    live = LiveLine() if sys.stderr.isatty() and not context.quiet else None

    def listen(event: Event) -> None:
        if isinstance(event, LockWaited):
            if event.target in waiting:
                return
            waiting.append(event.target)
        if live is not None:
            _draw(live, event)
        line = _line(event)
        if line is not None:
            context.say(line)

    return listen


def _draw(live: LiveLine, event: Event) -> None:
    match event:
        case FileStarted(step=step):
            live.begin(printable(f"{step.migration.version}/{step.direction[0]} {step.migration.title}"))
        case StatementStarted(step=step, number=number, total=total, what=what):
            live.begin(printable(f"{step.file.name}: statement {number} of {total}, {what}"))
        case StatementDone() | FileDone() | FileFailed():
            live.end()
        case _:
            pass


def _line(event: Event) -> str | None:
    match event:
        case FileDone(step=step, seconds=seconds):
            name = step.migration
            return f"{name.version}/{step.direction[0]} {name.title} ({duration(seconds)})"
        case StatementStarted(step=step, number=number, total=total, what=what):
            return f"  {step.file.name}: statement {number} of {total}, {what}"
        case StatementDone(number=number, total=total, seconds=seconds):
            return f"  statement {number} of {total} done ({duration(seconds)})"
        case FileResumed(step=step, number=number):
            return f"{step.file.name} was cut off by an earlier run, and goes on at statement {number}"
        case InvalidIndexDropped(target=target, index=index):
            return f"{target}: dropped the invalid index {index}, which a build that failed had left"
        case LockWaited(target=target):
            return f"{target} is being migrated by somebody else; waiting"
        case ProgressMissing(target=target, step=step):
            return (
                f"{target}: {step.file.name} runs statement by statement, and guardian can record nothing there; "
                "where it fails, it has to be finished by hand"
            )
        case HistoryMissing(target=target, reason=reason):
            return (
                f"{target}: guardian's history cannot be kept ({reason}); who applied what will not be known, "
                "and an edited file cannot be undone with its old text"
            )
        case _:
            return None


def duration(seconds: float) -> str:
    """Return milliseconds, as golang-migrate has them, or minutes where it took longer."""
    if seconds < 10:  # noqa: PLR2004 - where milliseconds stop to mean anything
        return f"{seconds * 1000:.1f}ms"
    return f"{seconds:.1f}s" if seconds < 60 else f"{int(seconds // 60)}m{seconds % 60:02.0f}s"  # noqa: PLR2004


def plan_document(plan: Plan) -> dict[str, object]:
    return {
        "target": plan.target,
        "from_version": plan.from_version,
        "to_version": plan.to_version,
        "steps": [
            {"version": s.migration.version, "direction": s.direction.value, "file": s.file.name} for s in plan.steps
        ],
    }


def plan_text(plan: Plan) -> str:
    if not plan.steps:
        return "no change"
    version = "no version" if plan.to_version is None else f"version {plan.to_version}"
    return f"{plan.target} is at {version}"
