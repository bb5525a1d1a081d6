"""One line of the lock file: a migration file, its checksum, its promotions, and what it replaces."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime

from guardian.migrate.migration import parse_file_name

_WORD = r"[A-Za-z0-9_.+-]+"
_STRING = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(
    rf"({_WORD}|{_STRING}) sha256:([0-9a-f]{{64}})((?: promoted=\S+?Z:(?:{_WORD}|{_STRING}))*)"
    r"(?: replaces=([0-9a-f]{64}))?\Z"
)
_MARK = re.compile(rf" promoted=(\S+?Z):({_WORD}|{_STRING})")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Promotion:
    """When, to the second in UTC, and on which target a file was promoted."""

    when: datetime
    target: str

    def __str__(self) -> str:
        return f"{_render_when(self.when)} on {self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockLine:
    """One file of the migrations directory; `promotions` in order of time.

    `replaces` is set on the two lines of a baseline that stands for earlier migrations: see guardian.migrate.squash.
    """

    file: str
    checksum: str
    promotions: tuple[Promotion, ...] = ()
    replaces: str | None = None

    @property
    def promoted(self) -> bool:
        return bool(self.promotions)

    @property
    def version(self) -> int | None:
        name = parse_file_name(self.file)
        return name.version if name else None


def parse_line(text: str) -> LockLine:
    """Return the line of the text. Raises ValueError with what is wrong with it."""
    match = _LINE.match(text)
    if match is None:
        raise ValueError(f"expected `FILE sha256:... [promoted=TIME:TARGET] [replaces=...]`, found {text[:60]!r}")
    try:
        marks = tuple(
            Promotion(when=datetime.fromisoformat(m[1]), target=_unquote(m[2])) for m in _MARK.finditer(match[3])
        )
        line = LockLine(file=_unquote(match[1]), checksum=match[2], promotions=marks, replaces=match[4])
    except ValueError as error:
        raise ValueError(f"cannot be read ({error})") from None
    if render_line(line) != text:
        raise ValueError("is not as guardian writes it")
    return line


def render_line(line: LockLine) -> str:
    marks = (f" promoted={_render_when(mark.when)}:{_quote(mark.target)}" for mark in line.promotions)
    replaces = f" replaces={line.replaces}" if line.replaces else ""
    return f"{_quote(line.file)} sha256:{line.checksum}{''.join(marks)}{replaces}"


def _render_when(when: datetime) -> str:
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def _quote(word: str) -> str:
    return word if re.fullmatch(_WORD, word) else json.dumps(word)


def _unquote(word: str) -> str:
    return str(json.loads(word)) if word.startswith('"') else word
