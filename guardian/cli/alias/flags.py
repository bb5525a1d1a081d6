"""Flags as Go's `flag` package reads them: `-x` and `--x` are one, parsing stops at the first word that is no flag."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})
_NUMBER = re.compile(r"-?[0-9]+\Z")


class FlagKind(enum.Enum):
    BOOL = enum.auto()
    TEXT = enum.auto()
    INT = enum.auto()
    UINT = enum.auto()


class BadFlags(Exception):
    """The words cannot be read; the message is Go's."""


class HelpWanted(Exception):
    """`-h` or `-help` where no such flag is defined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """The values that were given, by flag name, and the words after the flags."""

    values: Mapping[str, str | int | bool] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()

    def text(self, name: str, default: str = "") -> str:
        return str(self.values.get(name, default))

    def number(self, name: str, default: int) -> int:
        return int(self.values.get(name, default))

    def given(self, name: str) -> bool:
        """Return whether a flag without a value is set."""
        return bool(self.values.get(name, False))


def parse_flags(words: Sequence[str], kinds: Mapping[str, FlagKind]) -> Flags:
    """Return the flags. Raises BadFlags, HelpWanted."""
    rest = list(words)
    values: dict[str, str | int | bool] = {}
    while rest and rest[0].startswith("-") and rest[0] != "-":
        word = rest.pop(0)
        if word == "--":
            break
        name, equals, value = word.removeprefix("-").removeprefix("-").partition("=")
        if not name or name.startswith("-"):
            raise BadFlags(f"bad flag syntax: {word}")
        kind = kinds.get(name)
        if kind is None:
            if name in {"h", "help"}:
                raise HelpWanted
            raise BadFlags(f"flag provided but not defined: -{name}")
        if kind is FlagKind.BOOL:
            values[name] = _bool(name, value) if equals else True
            continue
        if not equals and not rest:
            raise BadFlags(f"flag needs an argument: -{name}")
        values[name] = _value(name, value if equals else rest.pop(0), kind)
    return Flags(values=values, arguments=tuple(rest))


def _bool(name: str, value: str) -> bool:
    if value not in _TRUE | _FALSE:
        raise BadFlags(f'invalid boolean value "{value}" for -{name}: parse error')
    return value in _TRUE


def _value(name: str, value: str, kind: FlagKind) -> str | int:
    if kind is FlagKind.TEXT:
        return value
    if not _NUMBER.match(value) or (kind is FlagKind.UINT and value.startswith("-")):
        raise BadFlags(f'invalid value "{value}" for flag -{name}: parse error')
    return int(value)
