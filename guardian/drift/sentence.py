"""A change in one sentence, for people."""

from __future__ import annotations

from typing import Any

from guardian.schema.diff import Change, ChangeKind
from guardian.schema.model import (
    Cast,
    Collation,
    Column,
    Composite,
    Constraint,
    DefaultPrivileges,
    Domain,
    EnumType,
    EventTrigger,
    Extension,
    Function,
    Index,
    Language,
    Operator,
    OperatorClass,
    Policy,
    Publication,
    RangeType,
    SchemaObject,
    Server,
    Snapshot,
    Subscription,
    TextSearchConfiguration,
    TextSearchDictionary,
    Trigger,
    View,
)

LONGEST = 200


def render_sentence(change: Change, target: str, live: Snapshot) -> str:
    """Return such as "column public.orders.note was added on prod: text, nullable"."""
    subject = f"{change.kind.replace('_', ' ')} {change.name}"
    if change.change is ChangeKind.ADDED and change.new is not None:
        what = describe(change.new, live)
        return _short(f"{subject} was added on {target}" + (f": {what}" if what else ""))
    if change.change is ChangeKind.REMOVED:
        return _short(f"{subject} is missing on {target}")
    differences = ", ".join(_difference(name, *values) for name, values in change.attributes.items())
    return _short(f"{subject} was altered on {target}: {differences}")


def _difference(name: str, old: Any, new: Any) -> str:  # noqa: ANN401
    attribute, dot, item = name.partition(".")
    label = attribute.replace("_", " ") + dot + item
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
        return ", ".join(_value(item) for item in value if item is not None)
    return str(value)


def describe(new: SchemaObject, live: Snapshot) -> str:
    """Return what an object is in a few words, such as "text, nullable"; empty where its kind says it all."""
    match new:
        case Column() | Domain():
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
            return _described_type(new) or _described_table(new, live) or _described_globally(new)


def _described_type(new: SchemaObject) -> str:
    """Say what a type is, or what serves one."""
    match new:
        case Composite():
            return ", ".join(f"{name} {of}" for name, of, _ in new.columns)
        case RangeType():
            return f"of {new.subtype}"
        case Collation():
            return f"{new.provider}, {new.locale or new.collate}"
        case Operator():
            return f"calls {new.function}"
        case OperatorClass():
            return f"for {new.type}" + (", its default" if new.default else "")
        case Cast():
            return f"{new.context}, {f'calls {new.function}' if new.function else new.method}"
        case Language():
            return "trusted" if new.trusted else "for superusers only"
        case TextSearchConfiguration():
            return f"parser {new.parser}"
        case TextSearchDictionary():
            return f"template {new.template}"
        case _:
            return ""


def _described_table(new: SchemaObject, live: Snapshot) -> str:
    columns = sum(isinstance(part, Column) for part in live.parts.get(new.key, ()))
    return f"{columns} column{'' if columns == 1 else 's'}" if columns else ""


def _described_globally(new: SchemaObject) -> str:
    """Describe what belongs to the database as a whole."""
    match new:
        case EventTrigger():
            return f"on {new.event}, calls {new.function}"
        case Extension():
            return f"version {new.version} in schema {new.schema}"
        case Server():
            return f"of wrapper {new.wrapper}"
        case Publication():
            return "all tables" if new.all_tables else ", ".join(table for table, *_ in new.tables)
        case Subscription():
            return f"to {', '.join(new.publications)}" + (f" at {new.connection}" if new.connection else "")
        case DefaultPrivileges():
            return ", ".join(f"{item.grantee} {item.state} {item.privilege}" for item in new.privileges)
        case _:
            return ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
