"""A moment in a layout of Go's `time` package: its parts are written as they stand in `Mon Jan 2 15:04:05 MST 2006`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _offset(when: datetime, *, colon: bool = False, seconds: bool = False, hours_only: bool = False) -> str:
    total = int((when.utcoffset() or timedelta()).total_seconds())
    sign, rest = ("-" if total < 0 else "+"), abs(total)
    parts = [f"{rest // 3600:02d}"]
    if not hours_only:
        parts.append(f"{rest // 60 % 60:02d}")
    if seconds:
        parts.append(f"{rest % 60:02d}")
    return sign + (":" if colon else "").join(parts)


def _zulu(render: Callable[[datetime], str]) -> Callable[[datetime], str]:
    return lambda when: render(when) if when.utcoffset() else "Z"


def _hour12(when: datetime) -> int:
    return when.hour % 12 or 12


# The order is that of Go's nextStdChunk(): of two that begin alike, the one it tries first.
_PARTS: Mapping[str, Callable[[datetime], str]] = {
    "January": lambda t: _MONTHS[t.month - 1],
    "Jan": lambda t: _MONTHS[t.month - 1][:3],
    "Monday": lambda t: _DAYS[t.weekday()],
    "Mon": lambda t: _DAYS[t.weekday()][:3],
    "MST": lambda t: t.tzname() or _offset(t, hours_only=True),
    "002": lambda t: f"{t.timetuple().tm_yday:03d}",
    "01": lambda t: f"{t.month:02d}",
    "02": lambda t: f"{t.day:02d}",
    "03": lambda t: f"{_hour12(t):02d}",
    "04": lambda t: f"{t.minute:02d}",
    "05": lambda t: f"{t.second:02d}",
    "06": lambda t: f"{t.year % 100:02d}",
    "15": lambda t: f"{t.hour:02d}",
    "2006": lambda t: f"{t.year:04d}",
    "_2006": lambda t: f"_{t.year:04d}",
    "__2": lambda t: f"{t.timetuple().tm_yday:3d}",
    "_2": lambda t: f"{t.day:2d}",
    "Z070000": _zulu(lambda t: _offset(t, seconds=True)),
    "Z07:00:00": _zulu(lambda t: _offset(t, colon=True, seconds=True)),
    "Z0700": _zulu(_offset),
    "Z07:00": _zulu(lambda t: _offset(t, colon=True)),
    "Z07": _zulu(lambda t: _offset(t, hours_only=True)),
    "-070000": lambda t: _offset(t, seconds=True),
    "-07:00:00": lambda t: _offset(t, colon=True, seconds=True),
    "-0700": _offset,
    "-07:00": lambda t: _offset(t, colon=True),
    "-07": lambda t: _offset(t, hours_only=True),
    "PM": lambda t: "PM" if t.hour >= 12 else "AM",  # noqa: PLR2004 - noon
    "pm": lambda t: "pm" if t.hour >= 12 else "am",  # noqa: PLR2004 - noon
    "1": lambda t: str(t.month),
    "2": lambda t: str(t.day),
    "3": lambda t: str(_hour12(t)),
    "4": lambda t: str(t.minute),
    "5": lambda t: str(t.second),
}
# Jan and Mon are no part of a longer word in small letters; fractions of a second stand behind a point or comma.
_CHUNK = re.compile(
    "|".join(
        [
            "January", "Jan(?![a-z])", "Monday", "Mon(?![a-z])",
            *(re.escape(part) for part in _PARTS if part not in {"January", "Jan", "Monday", "Mon"}),
            r"(?P<fraction>[.,](?:0+|9+)(?![0-9]))",
        ]
    )
)  # fmt: skip


def render_go_time(when: datetime, layout: str) -> str:
    """Return the moment, which has a time zone, in the layout; `unix` and `unixNano` count from 1970.

    A datetime has microseconds, so the last three digits of `unixNano` are zeros.
    """
    if layout == "unix":
        return str(int(when.timestamp()))
    if layout == "unixNano":
        return str(int(when.timestamp()) * 10**9 + when.microsecond * 1000)
    return _CHUNK.sub(lambda found: _render(when, found), layout)


def _render(when: datetime, found: re.Match[str]) -> str:
    fraction = found["fraction"]
    if fraction is None:
        return _PARTS[found[0]](when)
    digits = f"{when.microsecond:06d}000"[: len(fraction) - 1]
    if fraction[1] == "0":
        return fraction[0] + digits
    shown = digits.rstrip("0")
    return fraction[0] + shown if shown else ""
