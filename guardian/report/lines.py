"""Text in lines of spans, each with a tone that a terminal may show as a colour."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NamedTuple

from guardian.names import printable


class Tone(enum.Enum):
    PLAIN = enum.auto()
    ADDED = enum.auto()
    REMOVED = enum.auto()
    ALTERED = enum.auto()
    FAINT = enum.auto()
    BOLD = enum.auto()


class Span(NamedTuple):
    """A piece of a line; the text drives no terminal and breaks no line."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Span, ...]


def line(*parts: str | tuple[str, Tone], indent: int = 0) -> Line:
    """Return a line of the parts, whatever is in them made printable."""
    spans = [Span(printable(part)) if isinstance(part, str) else Span(printable(part[0]), part[1]) for part in parts]
    return (Span(" " * indent), *spans) if indent else tuple(spans)


def plain(lines: Iterable[Line]) -> str:
    """Return the text without tones."""
    return "\n".join("".join(span.text for span in one) for one in lines)
