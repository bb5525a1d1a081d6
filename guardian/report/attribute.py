"""One attribute's old and new value as lines: side by side, one under another, as a line diff, or in words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guardian.names import printable
from guardian.report.lines import Line, Span, Tone, line
from guardian.schema.diff import Change, privilege_path
from guardian.schema.model import Privilege

SIDE_BY_SIDE = 60  # characters of both values together
CONTEXT = 2  # lines around a difference within a long text
LARGE = 4000  # lines
_SIGN = {"-": Tone.REMOVED, "+": Tone.ADDED}
_PRIVILEGE_FIELDS = ("privileges", "sequence_privileges")


def attribute_lines(change: Change, *, indent: int = 0) -> Iterator[Line]:
    """Yield what differs of an altered object."""
    privileges = _privileges(change)
    for path, (old, new) in change.attributes.items():
        if path in privileges:
            field, item = privileges[path]
            yield _privilege_line(field, item, old, new, indent)
        else:
            yield from _difference(path, old, new, indent)


def _difference(path: str, old: Any, new: Any, indent: int) -> Iterator[Line]:  # noqa: ANN401
    field, dot, item = path.partition(".")
    label = field.replace("_", " ") + dot + item
    before, after = _words(old, new)
    if "\n" in before or "\n" in after:
        yield line(f"{label}:", indent=indent)
        yield from text_difference(before, after, indent=indent + 2)
    elif len(before) + len(after) <= SIDE_BY_SIDE:
        yield line(f"{label}: ", (before, Tone.REMOVED), " -> ", (after, Tone.ADDED), indent=indent)
    else:
        yield line(f"{label}:", indent=indent)
        yield line((f"- {before}", Tone.REMOVED), indent=indent + 2)
        yield line((f"+ {after}", Tone.ADDED), indent=indent + 2)


def text_difference(old: str, new: str, *, indent: int = 0) -> Iterator[Line]:
    """Yield the lines of two texts that differ, with a few around them; `...` stands for those left out."""
    before, after = old.split("\n"), new.split("\n")
    end = 0
    # Exact on texts of a size that people write; on longer ones lines that repeat a lot would take minutes.
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > LARGE)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        if group[0][1] > end:
            yield line(("  ...", Tone.FAINT), indent=indent)
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from (_signed(" ", text, indent) for text in before[i:j])
            else:
                yield from (_signed("-", text, indent) for text in before[i:j])
                yield from (_signed("+", text, indent) for text in after[k:m])
        end = group[-1][2]
    if end < len(before):
        yield line(("  ...", Tone.FAINT), indent=indent)


def _signed(sign: str, text: str, indent: int) -> Line:
    # With its tabs and spaces, which may be the difference, where it differs.
    shown = printable(f"{sign} {text}", lines=True)
    return Span(" " * indent), Span(shown.rstrip() if sign == " " else shown, _SIGN.get(sign, Tone.FAINT))


def _words(old: Any, new: Any) -> tuple[str, str]:  # noqa: ANN401
    """Return both values as texts that differ, as the values do."""
    before, after = _value(old), _value(new)
    return (before, after) if before != after else (_exact(old), _exact(new))


def _value(value: Any) -> str:  # noqa: ANN401
    if value is None or value == ():
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_value(item) for item in value)
    return value if isinstance(value, str) and value else _exact(value)


def _exact(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, ensure_ascii=False, default=list)


def _privileges(change: Change) -> Mapping[str, tuple[str, Privilege]]:
    """Return the privileges that the paths of a change speak of, with their field."""
    return {
        f"{field}.{privilege_path(item)}": (field, item)
        for field in _PRIVILEGE_FIELDS
        for side in (change.old, change.new)
        for item in getattr(side, field, ())
    }


def _privilege_line(field: str, item: Privilege, old: Any, new: Any, indent: int) -> Line:  # noqa: ANN401
    where = " on its sequence" if field != "privileges" else ""
    sign, verb, way, rest = _told(_states(old), _states(new))
    who = "PUBLIC" if item.grantee == "public" else item.grantee
    by = f" by {item.grantor}" if item.grantor else ""
    tone = {"+": Tone.ADDED, "-": Tone.REMOVED, "~": Tone.ALTERED}[sign]
    return line((f"{sign} {item.privilege}{where} {verb} {way} {who}{rest}{by}", tone), indent=indent)


def _states(value: Any) -> frozenset[str]:  # noqa: ANN401
    """Return the states of a privilege: several, where one role stands for several others."""
    return frozenset(value) if isinstance(value, tuple) else frozenset({value} if value else ())


def _told(old: Iterable[str], new: Iterable[str]) -> tuple[str, str, str, str]:
    """Return sign, verb, preposition and what else is to be said, as against what it was before."""
    before, after = set(old), set(new)
    if "grantable" in after:
        rest = " with grant option"
        return ("~", "is now granted", "to", rest) if "granted" in before else ("+", "granted", "to", rest)
    if "granted" in after:
        if "grantable" in before:
            return "~", "is now granted", "to", " without grant option"
        return "+", "granted", "to", ""
    if "revoked" in after:
        return "-", "revoked", "from", ""
    if "revoked" in before:
        return "+", "granted", "to", " again, as by default"
    return "-", "revoked", "from", ""
