"""Inheritance: what a child has of its own turns into "declared here as well" when it gets a parent, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardian.schema.diff.change import Change
from guardian.schema.model import Kind

_CONSEQUENCE = {"redeclared"}


def without_consequences(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes but for those of parts that say no more than that their table has other parents."""
    changes = tuple(changes)
    moved = {change.key for change in changes if change.kind is Kind.TABLE and "parents" in change.attributes}
    for change in changes:
        if change.parent not in moved or set(change.attributes) != _CONSEQUENCE:
            yield change
