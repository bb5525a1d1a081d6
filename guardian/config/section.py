"""One table of guardian.toml, read key by key; what nobody asked for is an unknown key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from guardian import names
from guardian.errors import ConfigError

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\Z")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SHORTEST, _LONGEST = 0.001, 366 * 86400.0  # seconds: none, or more than a year, is a slip of the pen
_SHOWN = 60  # characters of a value that a message repeats


class Section:
    """Reads keys of one table. Every fault is a ConfigError that names file, section and key."""

    def __init__(self, values: object, *, file: str, name: str | None) -> None:
        self.file, self.name = file, name
        if not isinstance(values, Mapping):
            raise ConfigError(f"must be a table, such as [{name}]", file=file, key=name and names.printable(name))
        self._values: Mapping[str, object] = values
        self._asked: list[str] = []

    def error(self, problem: str, key: str | None = None) -> ConfigError:
        """Return the error, in one line whatever the file's keys and values hold."""
        file, section, name = (part and names.printable(part) for part in (self.file, self.name, key))
        return ConfigError(names.printable(problem), file=file, section=section, key=name)

    def raw(self, key: str) -> object | None:
        self._asked.append(key)
        return self._values.get(key)

    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def text(self, key: str) -> str | None:
        value = self.raw(key)
        if value is not None and not isinstance(value, str):
            raise self.error(f"must be a string, not {_type_name(value)}; write it in quotes", key)
        if value == "":
            raise self.error("is empty; write a value, or remove the line", key)
        if value is not None and "\0" in value:
            raise self.error("must not contain a NUL byte; remove it", key)
        return value

    def flag(self, key: str) -> bool | None:
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            raise self.error(f"must be true or false, not {_type_name(value)}; write {key} = true", key)
        return value

    def number(self, key: str, *, lowest: int, highest: int) -> int | None:
        value = self.raw(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise self.error(f"must be a whole number from {lowest} to {highest}; write {key} = {lowest}", key)
        return value

    def required_text(self, key: str, example: str) -> str:
        value = self.text(key)
        if not value:
            raise self.error(f'is missing; add a line such as {key} = "{example}"', key)
        return value

    def texts(self, key: str) -> tuple[str, ...] | None:
        value = self.raw(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(f'must be a list of strings; write {key} = ["NAME"]', key)
        if any(not item or "\0" in item for item in value):
            raise self.error("has an empty string or a NUL byte in it; remove it", key)
        return tuple(value)

    def duration(self, key: str) -> timedelta | None:
        """Return a length of time, written "1.5s", "5m", "2h"."""
        value = self.text(key)
        if value is None:
            return None
        match = _DURATION.match(value)
        if match is None:
            raise self.error(
                f'"{_short(value)}" is no length of time; write a number and one of ms, s, m, h, d, as in "5m"', key
            )
        seconds = float(match[1]) * _UNITS[match[2]]
        if not _SHORTEST <= seconds <= _LONGEST:
            raise self.error(f'"{_short(value)}" is out of range; write one from "1ms" to "366d"', key)
        return timedelta(seconds=seconds)

    def day(self, key: str) -> date | None:
        """Return a day, written 2026-12-31, with or without quotes."""
        value = self.raw(key)
        if isinstance(value, datetime) or not isinstance(value, str | date | None):
            raise self.error(f"must be a day, not {_type_name(value)}; write {key} = 2026-12-31", key)
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            raise self.error(f'"{_short(str(value))}" is no day; write one as in {key} = 2026-12-31', key) from None

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.required_text(key, choices[0])
        if value not in choices:
            # The value is not repeated: what stands in the wrong place may be a secret.
            raise self.error(f'is not one of {", ".join(choices)}; write {key} = "{choices[0]}"', key)
        return value

    def table(self, key: str) -> Section:
        """Return the table below this one; an absent one reads as empty."""
        values = self.raw(key)
        name = f"{self.name}.{key}" if self.name else key
        return Section({} if values is None else values, file=self.file, name=name)

    def tables(self, key: str) -> tuple[Section, ...]:
        """Return an array of tables (`[[drift.ignore]]`)."""
        values = self.raw(key)
        if values is None:
            return ()
        name = f"{self.name}.{key}" if self.name else key
        if not isinstance(values, list):
            raise self.error(f"must be an array of tables; write [[{name}]]", key)
        return tuple(Section(item, file=self.file, name=name) for item in values)

    def done(self) -> None:
        """Raise ConfigError for the first key that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                near = difflib.get_close_matches(key, self._asked, n=1)
                hint = f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(sorted(self._asked))}"
                raise self.error(f"unknown key; {hint}", _short(key))


def _short(value: str) -> str:
    return value if len(value) <= _SHOWN else value[:_SHOWN] + "…"


def _type_name(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}
    names |= {datetime: "a moment", time: "a time"}
    return names.get(type(value), type(value).__name__)
