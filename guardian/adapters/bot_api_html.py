"""Telegram's HTML, parsed as strictly as https://core.telegram.org/bots/api#html-style asks for.

The judge of what guardian sends: it shares no code with what writes the messages. The real server is more lenient
in places (a lone & or >, an unknown named entity); what the documentation forbids is refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"<(?P<tag>[^<>]*)>|&(?P<entity>[^&;<>\s]{1,10});|(?P<bad>[<>&])|(?P<text>[^<>&]+)")
_START = re.compile(r"(?P<name>[a-z][a-z0-9-]*)(?P<attributes>(?:\s+[a-z-]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*)\s*\Z")
_ATTRIBUTE = re.compile(r"([a-z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_NUMERIC = re.compile(r"#(?:x(?P<hexadecimal>[0-9a-fA-F]+)|(?P<decimal>[0-9]+))\Z")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ALIASES = {"strong": "b", "em": "i", "ins": "u", "strike": "s", "del": "s", "tg-spoiler": "span"}
_TAGS = {"b", "i", "u", "s", "span", "a", "tg-emoji", "code", "pre", "blockquote"}
_ATTRIBUTES = {
    "a": {"href"},
    "span": {"class"},
    "tg-emoji": {"emoji-id"},
    "code": {"class"},
    "blockquote": {"expandable"},
}
_REQUIRED = {"a": "href", "tg-emoji": "emoji-id"}


class CannotParse(ValueError):
    """A message that is not Telegram's HTML. `str()` is what follows "can't parse entities: "."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of the text, offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    text: str
    entities: tuple[Entity, ...]


def parse(source: str) -> Parsed:
    """Return the text that a reader sees, and its entities in order of their beginning. Raises CannotParse."""
    parser = _Parser()
    for match in _TOKEN.finditer(source):
        offset = len(source[: match.start()].encode())
        parser.feed(match, offset)
    return parser.finish()


class _Parser:
    def __init__(self) -> None:
        self._text = ""
        self._open: list[tuple[str, str, int]] = []  # tag as written, type, offset
        self._entities: list[Entity] = []

    def feed(self, match: re.Match[str], offset: int) -> None:
        tag, entity, bad, text = match["tag"], match["entity"], match["bad"], match["text"]
        if bad is not None:
            raise CannotParse(f"Character '{bad}' must be escaped at byte offset {offset}")
        if entity is not None:
            self._text += _character(entity, offset)
        elif text is not None:
            self._text += text
        elif tag.startswith("/"):
            self._end(tag[1:].rstrip(), offset)
        else:
            self._start(tag, offset)

    def finish(self) -> Parsed:
        if self._open:
            raise CannotParse(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        return Parsed(text=self._text, entities=tuple(sorted(self._entities, key=lambda e: (e.offset, -e.length))))

    def _start(self, source: str, offset: int) -> None:
        match = _START.match(source)
        name = match["name"] if match else source.partition(" ")[0]
        kind = _ALIASES.get(name, name)
        if match is None or kind not in _TAGS:
            raise CannotParse(f'Unsupported start tag "{name}" at byte offset {offset}')
        _check_attributes(name, kind, match["attributes"], offset)
        self._check_nesting(name, kind, offset)
        self._open.append((name, kind, self._units()))

    def _check_nesting(self, name: str, kind: str, offset: int) -> None:
        around = [outer for _, outer, _ in self._open]
        inside_code = "code" in around or ("pre" in around and (kind != "code" or around[-1] != "pre"))
        if inside_code or kind in around or (kind in {"code", "pre"} and around and around != ["pre"]):
            raise CannotParse(f'Tag "{name}" cannot be nested there at byte offset {offset}')

    def _end(self, name: str, offset: int) -> None:
        if not self._open:
            raise CannotParse(f"Unexpected end tag at byte offset {offset}")
        expected, kind, begin = self._open.pop()
        if name != expected:
            raise CannotParse(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{name}>"')
        if self._units() > begin:
            self._entities.append(Entity(type=kind, offset=begin, length=self._units() - begin))

    def _units(self) -> int:
        return len(self._text.encode("utf-16-le", "surrogatepass")) // 2


def _check_attributes(name: str, kind: str, source: str, offset: int) -> None:
    found = {match[1]: match[2] or match[3] for match in _ATTRIBUTE.finditer(source)}
    unknown = sorted(set(found) - _ATTRIBUTES.get(kind, set()))
    if unknown:
        raise CannotParse(f'Unsupported attribute "{unknown[0]}" of tag "{name}" at byte offset {offset}')
    missing = _REQUIRED.get(kind)
    if missing and not found.get(missing):
        raise CannotParse(f'Tag "{name}" must have attribute "{missing}" at byte offset {offset}')
    if name == "span" and found.get("class") != "tg-spoiler":
        raise CannotParse(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')


def _character(entity: str, offset: int) -> str:
    numeric = _NUMERIC.match(entity)
    if numeric is None and entity not in _NAMED:
        raise CannotParse(f'Unsupported entity "&{entity};" at byte offset {offset}')
    if numeric is None:
        return _NAMED[entity]
    point = int(numeric["hexadecimal"], 16) if numeric["hexadecimal"] else int(numeric["decimal"])
    if not 0 < point < 0x110000 or 0xD800 <= point < 0xE000:  # noqa: PLR2004 - what Unicode allows
        raise CannotParse(f'Entity "&{entity};" is no character at byte offset {offset}')
    return chr(point)
