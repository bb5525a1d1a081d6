"""What must be dropped and made again, because what it depends on goes, is replaced or gets another type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guardian.schema.ddl.kinds import RULES
from guardian.schema.ddl.rules import Side
from guardian.schema.diff import Change, ChangeKind
from guardian.schema.model import Column, Key, Kind

# The server itself carries indexes, keys and checks through a change of type, but none of these.
_NOT_CARRIED = frozenset({Kind.VIEW, Kind.POLICY, Kind.TRIGGER, Kind.FUNCTION})


def plan_rebuilds(changes: Iterable[Change], side: Side) -> Mapping[Key, Change]:
    """Return what is dropped and created again, each with the change that is the reason."""
    reasons: dict[Key, Change] = {}
    waiting = []
    for change in changes:
        if change.change is ChangeKind.REMOVED:
            waiting.append((change.key, change, True))
        if change.change is not ChangeKind.ALTERED or change.old is None or change.new is None:
            continue
        if RULES[change.kind].replaces(change.old, change.new, change.attributes):
            reasons[change.key] = change
            waiting.append((change.key, change, True))
        elif change.kind is Kind.COLUMN and change.attributes.keys() & {"type", "collation"}:
            waiting.append((change.key, change, False))
    while waiting:
        key, reason, replaced = waiting.pop()
        for dependent in side.old.needed_by.get(key, ()):
            if dependent in reasons or key not in side.needs(dependent) or side.find(dependent) is None:
                continue
            if _must_go(dependent, side, replaced=replaced):
                reasons[dependent] = reason
                waiting.append((dependent, reason, True))
    return reasons


def plan_releases(rebuilt: Mapping[Key, Change], side: Side) -> Mapping[Key, Change]:
    """Return the columns that stay, but whose default calls what is replaced, each with the reason."""
    return {
        dependent: reason
        for key, reason in rebuilt.items()
        for dependent in side.old.needed_by.get(key, ())
        if dependent.kind is Kind.COLUMN and dependent not in rebuilt and side.find(dependent) is not None
    }


def _must_go(dependent: Key, side: Side, *, replaced: bool) -> bool:
    if dependent.kind in _NOT_CARRIED:
        return True
    if dependent.kind is Kind.COLUMN:
        found = side.old.by_key[dependent]
        return isinstance(found, Column) and found.generated is not None
    return replaced and dependent.kind in {Kind.INDEX, Kind.CONSTRAINT}
