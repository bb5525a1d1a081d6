"""golang-migrate's `create`: an empty pair of files, numbered by sequence or by the time."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from guardian.adapters.new_files import create_files
from guardian.errors import GuardianError, UsageError
from guardian.migrate.go_time import render_go_time
from guardian.migrate.migration import MAX_VERSION, parse_file_name

DEFAULT_FORMAT = "20060102150405"
DEFAULT_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPair:
    """What `create` was asked for; `format` is a Go time layout, and `zone` a name of the time zone database."""

    title: str
    extension: str
    directory: Path
    sequence: bool = False
    digits: int = DEFAULT_DIGITS
    format: str = DEFAULT_FORMAT
    zone: str = "UTC"


def create_pair(wanted: NewPair, *, now: datetime) -> tuple[Path, Path]:
    """Create the up and the down file, empty, and return their absolute paths.

    Raises UsageError for what cannot be, and Refused where a file cannot be made; then neither is.
    """
    if wanted.sequence and wanted.format != DEFAULT_FORMAT:
        raise UsageError("the seq and format options are mutually exclusive")
    directory = wanted.directory.absolute()
    extension = "." + wanted.extension.removeprefix(".")
    there = _versions(directory, extension)
    version = _next_number(there, wanted.digits) if wanted.sequence else _moment(wanted, now)
    up, down = (directory / f"{version}_{wanted.title}.{direction}{extension}" for direction in ("up", "down"))
    parsed = parse_file_name(up.name)
    if parsed is None or up.parent != directory or parsed.version > MAX_VERSION:
        # golang-migrate makes such files, and then never sees them.
        raise UsageError(
            f'"{version}_{wanted.title}" would be no migration: a number up to {MAX_VERSION}, _ and a title are'
        )
    if parsed.version in there:
        raise UsageError(f"duplicate migration version: {version}")
    create_files({up: "", down: ""})
    return up, down


def _versions(directory: Path, extension: str) -> frozenset[int]:
    try:
        names = [parse_file_name(name) for name in os.listdir(directory) if name.endswith(extension)]  # noqa: PTH208
    except FileNotFoundError:
        return frozenset()
    except OSError as fault:
        raise GuardianError(f"{directory} cannot be read ({fault.strerror}); give another directory") from None
    return frozenset(name.version for name in names if name is not None)


def _next_number(there: frozenset[int], digits: int) -> str:
    """Return the number after the highest one, where golang-migrate takes the one that sorts last as text."""
    if digits <= 0:
        raise UsageError("digits must be positive")
    version = f"{max(there, default=0) + 1:0{digits}d}"
    if len(version) > digits:
        raise UsageError(f"next sequence number {version} too large, at most {digits} digits are allowed")
    return version


def _moment(wanted: NewPair, now: datetime) -> str:
    if not wanted.format:
        raise UsageError("time format may not be empty")
    return render_go_time(now.astimezone(_zone(wanted.zone)), wanted.format)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"unknown time zone {name}") from None
