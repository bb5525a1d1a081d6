"""A promotion as text and as JSON."""

from __future__ import annotations

from guardian.migrate.gate import Gate
from guardian.migrate.promotion import Promotion
from guardian.names import printable


def promotion_text(promotion: Promotion) -> str:
    """Return gates, plan, backup and outcome, for people."""
    lines = [f"gates of {promotion.target}", *(line for gate in promotion.gates for line in _gate(gate))]
    if not promotion.gates:
        lines = []
    if promotion.plan.steps:
        lines += ["", "migrations", *(f"  {step.file.name}" for step in promotion.plan.steps)]
    if promotion.backup:
        lines += ["", f"backup    {promotion.backup} (read back whole)"]
    lines += ["", f"{promotion.target}: {promotion.outcome}", *_outcome(promotion)]
    return "\n".join(lines).strip("\n")


def _outcome(promotion: Promotion) -> list[str]:
    lines = [f"  {printable(text)}" for text in promotion.differences]
    if promotion.failure is None:
        return lines
    applied = ", ".join(promotion.applied) or "nothing"
    return [
        f"  {printable(promotion.failure)}",
        f"  applied: {applied}; {promotion.target} is at {promotion.state}",
        *lines,
    ]


def _gate(gate: Gate) -> list[str]:
    mark = "ok    " if gate.passed else "FAILED"
    lines = [f"  {mark}  {gate.name}: {printable(gate.evidence)}"]
    return lines if gate.passed else [*lines, f"          what to do: {gate.remedy}"]


def promotion_document(promotion: Promotion) -> dict[str, object]:
    """Return the JSON document of `guardian promote`."""
    return {
        "target": promotion.target,
        "outcome": promotion.outcome.name.lower(),
        "from_version": promotion.plan.from_version,
        "to_version": promotion.plan.to_version,
        "migrations": [step.file.name for step in promotion.plan.steps],
        "gates": [
            {"name": g.name, "passed": g.passed, "evidence": g.evidence, "remedy": g.remedy} for g in promotion.gates
        ],
        "backup": promotion.backup,
        "applied": list(promotion.applied),
        "failure": promotion.failure,
        "differences": list(promotion.differences),
    }
