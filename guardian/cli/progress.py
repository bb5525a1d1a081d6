"""The runner's events as lines on stderr, in golang-migrate's manner: `2/u aegis_v2 (12.3ms)`."""

from __future__ import annotations

from guardian.cli.context import Context
from guardian.migrate.event import Event, FileDone, HistoryMissing, Listener, LockWaited
from guardian.migrate.plan import Plan


def progress(context: Context) -> Listener:
    """Return a listener that tells a person what goes on."""
    waiting: list[str] = []

    def listen(event: Event) -> None:
        match event:
            case FileDone(step=step, seconds=seconds):
                name = step.migration
                context.say(f"{name.version}/{step.direction[0]} {name.title} ({seconds * 1000:.1f}ms)")
            case LockWaited(target=target) if target not in waiting:
                waiting.append(target)
                context.say(f"{target} is being migrated by somebody else; waiting")
            case HistoryMissing(target=target, reason=reason):
                context.say(
                    f"{target}: guardian's history cannot be kept ({reason}); who applied what will not be known, "
                    "and an edited file cannot be undone with its old text"
                )
            case _:
                pass

    return listen


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
