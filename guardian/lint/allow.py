"""Comments that allow what a rule found: `-- guardian: allow RULE, RULE because REASON`.

On the line before a statement, or on a line of it, a comment is about that statement; above an empty line at the top of
the file, about the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from guardian.sqltext.source import Part, Source
from guardian.sqltext.token import Token

_DIRECTIVE = re.compile(r"\s*guardian\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_ALLOW = re.compile(r"allow\b(.*?)(?:\bbecause\b(.*))?\Z", re.IGNORECASE | re.DOTALL)
_FORM = "write -- guardian: allow RULE because REASON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """`part` is the index of the statement that it is about, None for the whole file."""

    start: int
    rules: tuple[str, ...]
    part: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A comment that allows nothing, and why."""

    start: int
    message: str
    remedy: str


def read_allows(source: Source, known: Collection[str]) -> tuple[tuple[Allow, ...], tuple[Fault, ...]]:
    """Return what the comments of the text allow, and those that are wrong. `known` are the names of rules."""
    allows: list[Allow] = []
    faults: list[Fault] = []
    if "guardian" not in source.text.lower():
        return (), ()
    for token in source.tokens:
        directive = _DIRECTIVE.fullmatch(_body(token)) if token.comment else None
        if directive is None:
            continue
        found = _read(token, directive[1], source, known)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            allows.append(found)
    return tuple(allows), tuple(faults)


def unused(allow: Allow, rule: str) -> Fault:
    return Fault(
        start=allow.start,
        message=f"allows {rule}, which finds nothing " + ("here" if allow.part is None else "in this statement"),
        remedy=f"remove it, or {_PLACE}",
    )


def _body(token: Token) -> str:
    return token.text[2:-2] if token.kind == "C_COMMENT" else token.text[2:]


def _read(token: Token, text: str, source: Source, known: Collection[str]) -> Allow | Fault:
    match = _ALLOW.match(text.strip())
    if match is None:
        return Fault(start=token.start, message="guardian does not understand this comment", remedy=_FORM)
    rules = tuple(rule.strip().lower().removeprefix("guardian-") for rule in match[1].split(",") if rule.strip())
    if not (match[2] or "").strip(" \t\r\n.:-"):
        return Fault(start=token.start, message="allows something without a reason", remedy=_FORM)
    if not rules:
        return Fault(start=token.start, message="does not say which rule it allows", remedy=_FORM)
    unknown = [rule for rule in rules if rule not in known]
    if unknown:
        message = f"allows {', '.join(unknown)}, which is no rule over SQL"
        return Fault(start=token.start, message=message, remedy="see the rules' names in docs/lint.md")
    part = _about(token, source)
    if part == _NOWHERE:
        return Fault(start=token.start, message="stands beside no statement", remedy=_PLACE)
    return Allow(start=token.start, rules=rules, part=part)


_NOWHERE = -1
_PLACE = "put it on the line before the statement that it is about, or at the top of the file for all of it"


def _about(token: Token, source: Source) -> int | None:
    """Return the index of its statement, None for the whole file, _NOWHERE for an island between two statements."""
    text = source.text
    for index, part in enumerate(source.parts):
        if part.start <= token.start <= part.end:
            return index
        if token.start < part.start:
            before = _same_line(text, source.parts[index - 1], token) if index else False
            if before:
                return index - 1
            touches = _touches(text[token.end : part.start], source, token, part)
            return index if touches else _NOWHERE if index else None
    return len(source.parts) - 1 if source.parts and _same_line(text, source.parts[-1], token) else _NOWHERE


def _same_line(text: str, part: Part, token: Token) -> bool:
    """Say whether the statement ends on the line that the comment begins on."""
    return "\n" not in text[part.end : token.start]


def _touches(between: str, source: Source, token: Token, part: Part) -> bool:
    """Say whether nothing but lines of comment stands between: an empty line parts them."""
    for other in source.tokens:
        if other.comment and token.end <= other.start < part.start:
            first, last = other.start - token.end, other.end - token.end
            between = between[:first] + "x" * (last - first) + between[last:]
    return not re.search(r"\n[ \t\r]*\n", between)
