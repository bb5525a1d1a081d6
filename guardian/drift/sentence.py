"""A change in one sentence, for people."""

from __future__ import annotations

from typing import Any

from guardian.schema.diff import Change, ChangeKind
from guardian.schema.model import (
    Column,
    Constraint,
    EnumType,
    Function,
    Index,
    Policy,
    SchemaObject,
    Snapshot,
    Trigger,
    View,
)

LONGEST = 200


def render_sentence(change: Change, target: str, live: Snapshot) -> str:
    """Return such as "column public.orders.note was added on prod: text, nullable"."""
    subject = f"{change.kind} {change.name}"
    if change.change is ChangeKind.ADDED and change.new is not None:
        what = describe(change.new, live)
        return _short(f"{subject} was added on {target}" + (f": {what}" if what else ""))
    if change.change is ChangeKind.REMOVED:
        return _short(f"{subject} is missing on {target}")
    differences = ", ".join(_difference(name, *values) for name, values in change.attributes.items())
    return _short(f"{subject} was altered on {target}: {differences}")


def _difference(name: str, old: Any, new: Any) -> str:  # noqa: ANN401
    label = name.replace("_", " ")
    if isinstance(old, bool) and isinstance(new, bool):
        return f"{label} is now {'on' if new else 'off'}"
    before, after = _value(old), _value(new)
    if max(len(before), len(after)) > LONGEST // 4:
        return f"{label} differs"
    return f"{label} is {after} instead of {before}"


def _value(value: Any) -> str:  # noqa: ANN401
    if value is None or value == ():
        return "none"
    if isinstance(value, tuple):
        return ", ".join(_value(item) for item in value)
    return str(value)


def describe(new: SchemaObject, live: Snapshot) -> str:
    """Return what an object is in a few words, such as "text, nullable"; empty where its kind says it all."""
    match new:
        case Column():
            default = f", default {new.default}" if new.default is not None else ""
            return f"{new.type}, {'not null' if new.not_null else 'nullable'}{default}"
        case Constraint() | Index() | Trigger():
            return new.definition
        case EnumType():
            return ", ".join(new.labels)
        case Function():
            return f"{new.routine} in {new.language}" + (f", returns {new.result}" if new.result else "")
        case Policy():
            return f"for {new.command} to {', '.join(new.roles)}"
        case View():
            return ", ".join(new.columns)
        case _:
            columns = sum(isinstance(part, Column) for part in live.parts.get(new.key, ()))
            return f"{columns} column{'' if columns == 1 else 's'}" if columns else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
