"""A rehearsal as text and as JSON."""

from __future__ import annotations

from guardian.migrate.rehearsal import Rehearsal, Rehearsed


def rehearsal_text(rehearsal: Rehearsal) -> str:
    if not rehearsal.steps:
        return "nothing to rehearse"
    return "\n".join(line for step in rehearsal.steps for line in _lines(step))


def _lines(step: Rehearsed) -> list[str]:
    if step.fault is not None:
        return [f"{step.migration.name}: not reversible: {step.fault}", *(f"    {line}" for line in step.difference)]
    if step.irreversible is not None:
        return [f"{step.migration.name}: cannot be undone, as its down file says: {step.irreversible}"]
    return [f"{step.migration.name}: up, down and up again"]


def rehearsal_document(rehearsal: Rehearsal) -> dict[str, object]:
    """Return the JSON document of `guardian rehearse`."""
    return {
        "target": rehearsal.target,
        "from_version": rehearsal.from_version,
        "reversible": not rehearsal.findings,
        "migrations": [
            {
                "migration": step.migration.name,
                "fault": step.fault,
                "difference": list(step.difference),
                "irreversible": step.irreversible,
            }
            for step in rehearsal.steps
        ],
    }
