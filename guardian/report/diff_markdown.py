"""Schema changes as Markdown, for a pull request: a section to open for each object, with a fenced diff in it."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from guardian.names import printable
from guardian.report.diff import SIGNS, DiffReport, closing_line, group_lines, groups, renames_by_name
from guardian.report.lines import Line, Tone, plain
from guardian.schema.diff import Change, ChangeKind
from guardian.schema.model import Key

LIMIT = 60_000  # characters; GitHub and GitLab take more, and refuse a comment that is too long
SECTION_LIMIT = 20_000  # of one object
# What a fenced block of language diff is coloured by stands first in the line.
_SIGNS: Mapping[Tone, str] = {Tone.ADDED: "+", Tone.REMOVED: "-", Tone.ALTERED: "!"}
_SIGNED = re.compile(r"[-+~] ")


def diff_markdown(report: DiffReport, *, limit: int = LIMIT) -> str:
    """Return a text of at most `limit` characters, in which what was left out is counted."""
    renames = renames_by_name(report.suggestions)
    parts = [f"**{html.escape(plain([closing_line(report)]))}**"]
    room = limit - len(parts[0]) - _NOTE_ROOM
    found = list(groups(report.changes))
    for number, (key, changes) in enumerate(found):
        section = _section(key, changes, group_lines(key, changes, report, renames), min(SECTION_LIMIT, limit // 2))
        room -= len(section) + 2
        if room < 0:
            left = sum(len(changes) for _, changes in found[number:])
            parts.append(f"_{left} changes of {len(found) - number} objects are left out; `guardian diff` shows them._")
            break
        parts.append(section)
    return "\n\n".join(parts)


_NOTE_ROOM = 120


def _section(key: Key, changes: Sequence[Change], lines: Iterable[Line], limit: int) -> str:
    text = _cut([_diff_line(one) for one in lines], limit)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"<details><summary>{_title(key, changes)}</summary>\n\n{fence}diff\n{text}\n{fence}\n\n</details>"


def _title(key: Key, changes: Sequence[Change]) -> str:
    # Within <code> an @ or a # in a name calls nobody and links nowhere.
    own = changes[0].change if changes[0].key == key else ChangeKind.ALTERED
    counts = Counter(change.change for change in changes if change.key != key)
    parts = ", ".join(f"{counts[change]} {change}" for change in ChangeKind if counts[change])
    name = printable(key.name)
    shown = html.escape(name if len(name) <= _NAME else name[:_NAME] + "…")
    kind = key.kind.replace("_", " ")
    return f"{SIGNS[own][0]} {kind} <code>{shown}</code>" + (f": {parts}" if parts else "")


_NAME = 200


def _diff_line(one: Line) -> str:
    text = plain([one])
    first = next((span for span in one if span.text.strip()), None)
    sign = _SIGNS.get(first.tone) if first is not None and _SIGNED.match(first.text) else None
    if sign is None:
        return f"  {text}"
    indent = len(text) - len(text.lstrip())
    return f"{sign} {' ' * indent}{text[indent + 2 :]}"


def _cut(lines: Sequence[str], limit: int) -> str:
    """Return the lines as one text, without those that are too many, which are counted."""
    text = "\n".join(lines)
    if len(text) <= limit:
        return text
    kept: list[str] = []
    room = limit
    for one in lines:
        room -= len(one) + 1
        if room < 0:
            break
        kept.append(one)
    return "\n".join([*kept, f"  … {len(lines) - len(kept)} lines are left out"])
