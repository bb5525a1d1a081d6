"""Schema changes as text, as JSON and as SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence

from guardian.drift.severity import judge_change
from guardian.schema.ddl import Statement
from guardian.schema.diff import Change

_SIGNS = {"added": "+", "removed": "-", "altered": "~"}


def diff_text(changes: Sequence[Change]) -> str:
    """Return one line per change, and one per attribute that differs."""
    if not changes:
        return "equal"
    return "\n".join(line for change in changes for line in change_lines(change))


def change_lines(change: Change) -> list[str]:
    """Return `~ column public.t.a`, and for an altered object a line per attribute, indented."""
    attributes = [f"    {name}: {_value(a)} -> {_value(b)}" for name, (a, b) in change.attributes.items()]
    return [f"{_SIGNS[change.change]} {change.kind} {change.name}", *attributes]


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=list)


def diff_document(changes: Sequence[Change]) -> dict[str, object]:
    """Return the JSON document of `guardian diff`."""
    return {
        "equal": not changes,
        "changes": [
            {
                "kind": change.kind,
                "name": change.name,
                "change": change.change,
                "attributes": {name: list(pair) for name, pair in change.attributes.items()},
                "severity": judge_change(change),
            }
            for change in changes
        ],
    }


def sql_text(statements: Sequence[Statement]) -> str:
    """Return the statements as a script, each with its hazards above it."""
    blocks = []
    for statement in statements:
        hazards = [f"-- {hazard}" for hazard in statement.hazards]
        blocks.append("\n".join([*hazards, statement.sql]))
    return "\n\n".join(blocks)
