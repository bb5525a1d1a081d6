"""The catalog queries: one file, one question; `<name>.pgNN.sql` where a server version needs another."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib import resources
from typing import LiteralString

_FILE = re.compile(r"(?P<name>[a-z_]+)(?:\.pg(?P<major>[0-9]+))?\.sql\Z")


def pick(name: str, *, major: int, files: Iterable[str]) -> str:
    """Return the file that asks the question on this server: the highest variant not above its version.

    Raises KeyError where there is none.
    """
    variants = {}
    for file in files:
        match = _FILE.match(file)
        if match and match["name"] == name and int(match["major"] or 0) <= major:
            variants[int(match["major"] or 0)] = file
    if not variants:
        raise KeyError(name)
    return variants[max(variants)]


@functools.cache
def load(name: str, *, major: int) -> LiteralString:
    """Return the text of the query for servers of this major version."""
    folder = resources.files(__name__)
    # These files are part of the program, no less literal than a string in its source.
    return (folder / pick(name, major=major, files=_files())).read_text(encoding="utf-8")


@functools.cache
def _files() -> tuple[str, ...]:
    return tuple(sorted(entry.name for entry in resources.files(__name__).iterdir() if _FILE.match(entry.name)))
