"""What a rule over SQL is: its name, why it is there, an example of each kind, and the function that judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from guardian.config import Lint
from guardian.lint.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`start` is the offset in characters of what is wrong."""

    start: int
    message: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A pair of files; `before` is the SQL that an earlier migration ran. One of both files is what is judged."""

    up: str
    down: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`at` is line and column of the bad example's first finding, in its down file where `in_down`.

    `options` are the settings that the examples need. `refused` says that no server takes the bad example.
    """

    name: str
    why: str
    bad: Example
    good: Example
    at: tuple[int, int]
    find: Callable[[Page], Iterator[Finding]]
    in_down: bool = False
    options: Lint = field(default_factory=Lint)
    notes: str = ""
    refused: str = ""
