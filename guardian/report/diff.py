"""Schema changes as text, as JSON and as SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence

from guardian.drift.severity import severity_of
from guardian.names import printable
from guardian.schema.ddl import Script
from guardian.schema.ddl.statement import one_line
from guardian.schema.diff import Change
from guardian.schema.model import Snapshot

_SIGNS = {"added": "+", "removed": "-", "altered": "~"}


def diff_text(changes: Sequence[Change]) -> str:
    """Return one line per change, and one per attribute that differs."""
    if not changes:
        return "equal"
    return "\n".join(line for change in changes for line in change_lines(change))


def unseen_text(*snapshots: Snapshot) -> str:
    """Return a sentence on what was not compared, since a reading role may not see it; empty where that is nothing."""
    unseen = {name for snapshot in snapshots for name in snapshot.unseen}
    for snapshot in snapshots:
        unseen |= {f"{name} of {found.kind} {found.name}" for found in snapshot.objects for name in found.unseen}
    if not unseen:
        return ""
    return f"not compared, since the role may not read it: {', '.join(map(printable, sorted(unseen)))}"


def change_lines(change: Change) -> list[str]:
    """Return `~ column public.t.a`, and for an altered object a line per attribute, indented."""
    attributes = [f"    {printable(name)}: {_value(a)} -> {_value(b)}" for name, (a, b) in change.attributes.items()]
    return [f"{_SIGNS[change.change]} {change.kind} {printable(change.name)}", *attributes]


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=list)
    # A definition may have lines; each but the first stands deeper, so that none looks like a change of its own.
    return printable(text, lines=True).replace("\n", "\n        ")


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
                "severity": severity_of(change),
            }
            for change in changes
        ],
    }


def sql_text(script: Script) -> str:
    """Return the script with each statement's hazards above it; what no statement can do is a comment at the end."""
    blocks = []
    for statement in script:
        hazards = [f"-- hazard: {hazard}" for hazard in statement.hazards]
        blocks.append("\n".join([*hazards, f"{statement.sql};"]))
    blocks += [f"-- {found.change.kind} {one_line(found.change.name)}: {found.reason}" for found in script.impossible]
    return "\n\n".join(blocks)
