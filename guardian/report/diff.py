"""Schema changes as text, as JSON and as SQL."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from guardian.drift.sentence import describe
from guardian.drift.severity import Severity, severity_of
from guardian.names import printable, quote_ident
from guardian.report.attribute import attribute_lines
from guardian.report.lines import Line, Tone, line
from guardian.schema.ddl import Script
from guardian.schema.ddl.statement import one_line
from guardian.schema.diff import Change, ChangeKind, Rename
from guardian.schema.model import Key, Kind, SchemaObject, Snapshot, order

SIGNS: Mapping[ChangeKind, tuple[str, Tone]] = {
    ChangeKind.ADDED: ("+", Tone.ADDED),
    ChangeKind.REMOVED: ("-", Tone.REMOVED),
    ChangeKind.ALTERED: ("~", Tone.ALTERED),
}
_STEP = 4
_LONGEST = 100  # characters of a description behind a name


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffReport:
    """What `guardian diff` shows: the changes that turn old into new, but for those that are only counted.

    `other_kinds` are left out by --only and --ignore, `ignored` by the ignore rules of the configuration.
    """

    changes: tuple[Change, ...]
    old: Snapshot
    new: Snapshot
    suggestions: tuple[Rename, ...] = ()
    other_kinds: int = 0
    ignored: int = 0
    structure_only: bool = False


def diff_lines(report: DiffReport) -> Iterator[Line]:
    """Yield the changes, those of a table's parts below the table, and a line that counts them."""
    renames = renames_by_name(report.suggestions)
    for key, changes in groups(report.changes):
        yield from group_lines(key, changes, report, renames)
    yield closing_line(report)


def groups(changes: Sequence[Change]) -> Iterator[tuple[Key, list[Change]]]:
    """Yield each object with its own change, if any, and then those of its parts, by kind and name."""
    found: dict[Key, list[Change]] = defaultdict(list)
    for change in changes:
        found[change.parent or change.key].append(change)
    for key in sorted(found, key=order):
        yield key, sorted(found[key], key=lambda change: (change.key != key, order(change.key)))


def group_lines(
    key: Key, changes: Sequence[Change], report: DiffReport, renames: Mapping[tuple[Key, ChangeKind], str]
) -> Iterator[Line]:
    if changes[0].key != key:
        yield line(("~ ", Tone.ALTERED), f"{_kind(key)} ", (key.name, Tone.BOLD))
    for change in changes:
        indent = _STEP if change.key != key else 0
        yield _head(change, report, renames.get((change.key, change.change)), indent)
        yield from attribute_lines(change, indent=indent + _STEP)


def _head(change: Change, report: DiffReport, rename: str | None, indent: int) -> Line:
    sign, tone = SIGNS[change.change]
    name = (change.name, Tone.BOLD) if not indent else _short_name(change)
    what = _described(change, report)
    critical = severity_of(change) is Severity.CRITICAL
    return line(
        (f"{sign} ", tone),
        f"{_kind(change.key)} ",
        name,
        (f"  {what}" if what else "", Tone.FAINT),
        ("  critical" if critical else "", Tone.REMOVED),
        (f"  (may be a rename of {rename})" if rename else "", Tone.ALTERED),
        indent=indent,
    )


def _described(change: Change, report: DiffReport) -> str:
    if change.change is ChangeKind.ALTERED:
        return ""
    whole, snapshot = (change.new, report.new) if change.new is not None else (change.old, report.old)
    text = " ".join(describe(whole, snapshot).split()) if whole is not None else ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _kind(key: Key) -> str:
    return key.kind.replace("_", " ")


def _short_name(change: Change) -> str:
    """Return the name of a part without what its table's says already."""
    whole: SchemaObject | None = change.new or change.old
    schema = quote_ident(getattr(whole, "schema", ""))
    for known in (change.parent.name if change.parent else "", schema):
        if change.name.startswith(f"{known}."):
            return change.name[len(known) + 1 :]
    return change.name


def renames_by_name(suggestions: Iterable[Rename]) -> Mapping[tuple[Key, ChangeKind], str]:
    return {(Key(found.kind, found.new), ChangeKind.ADDED): found.old for found in suggestions}


def closing_line(report: DiffReport) -> Line:
    """Return such as "2 added, 1 altered; the worst is critical", and what is not shown."""
    left = [
        f"{count} {what}"
        for count, what in ((report.other_kinds, "of other kinds"), (report.ignored, "ignored by rules"))
        if count
    ]
    rest = f"; not shown: {', '.join(left)}" if left else ""
    if not report.changes:
        return line(("equal", Tone.BOLD), rest)
    counts = Counter(change.change for change in report.changes)
    told = ", ".join(f"{counts[change]} {change}" for change in ChangeKind if counts[change])
    worst = min((severity_of(change) for change in report.changes), key=lambda severity: severity.rank)
    return line((told, Tone.BOLD), f"; the worst is {worst}{rest}")


def unseen_text(report: DiffReport) -> str:
    """Return what was not compared, a line for each reason; empty where that is nothing."""
    lines = []
    if report.structure_only:
        lines.append("not compared, since migrations are replayed elsewhere: owners, privileges, roles, settings")
    unseen = {name for snapshot in (report.old, report.new) for name in snapshot.unseen}
    for snapshot in (report.old, report.new):
        # What a server before 17 does not keep of a domain's NOT NULL is no matter of rights, and no news.
        hidden = (found for found in snapshot.objects if found.unseen and found.kind is not Kind.DOMAIN)
        unseen |= {f"{name} of {found.kind} {found.name}" for found in hidden for name in found.unseen}
    if unseen:
        names = ", ".join(map(printable, sorted(unseen)))
        lines.append(f"not compared, since the role may not read it: {names}")
    return "\n".join(lines)


def change_lines(change: Change) -> list[str]:
    """Return `~ column public.t.a`, and for an altered object a line per attribute, indented: a list's item."""
    attributes = [f"    {printable(name)}: {_value(a)} -> {_value(b)}" for name, (a, b) in change.attributes.items()]
    return [f"{SIGNS[change.change][0]} {change.kind} {printable(change.name)}", *attributes]


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=list)
    # A definition may have lines; each but the first stands deeper, so that none looks like a change of its own.
    return printable(text, lines=True).replace("\n", "\n        ")


def diff_document(report: DiffReport) -> dict[str, object]:
    """Return the JSON document of `guardian diff`."""
    return {
        "equal": not report.changes,
        "changes": [
            {
                "kind": change.kind,
                "name": change.name,
                "change": change.change,
                "attributes": {name: list(pair) for name, pair in change.attributes.items()},
                "severity": severity_of(change),
            }
            for change in report.changes
        ],
        "suggestions": [
            {"suggestion": "rename", "kind": found.kind, "from": found.old, "to": found.new}
            for found in report.suggestions
        ],
        "not_shown": {"other_kinds": report.other_kinds, "ignored": report.ignored},
    }


def sql_text(script: Script) -> str:
    """Return the script with each statement's hazards above it; what no statement can do is a comment at the end."""
    blocks = []
    for statement in script:
        hazards = [f"-- hazard: {hazard}" for hazard in statement.hazards]
        blocks.append("\n".join([*hazards, f"{statement.sql};"]))
    blocks += [f"-- {found.change.kind} {one_line(found.change.name)}: {found.reason}" for found in script.impossible]
    return "\n\n".join(blocks)
