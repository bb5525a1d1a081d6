"""Two lists of objects, compared by identity: the one comparison for every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from guardian.errors import UsageError
from guardian.schema.diff.change import Change, ChangeKind
from guardian.schema.diff.column import rank_common, with_rank
from guardian.schema.diff.constraint import is_known_before_18, knows_all
from guardian.schema.diff.extension import passed_over
from guardian.schema.diff.inheritance import without_consequences
from guardian.schema.diff.item import item_differences
from guardian.schema.diff.privilege import can_stand_in_both, known_to_both
from guardian.schema.diff.role import only_referred_to
from guardian.schema.diff.scope import EVERYTHING, Scope
from guardian.schema.model import Key, Kind, SchemaObject, Snapshot, order


def diff(old: Snapshot, new: Snapshot, *, scope: Scope = EVERYTHING) -> tuple[Change, ...]:
    """Return the changes that turn old into new, sorted by kind and name.

    Of a table or view that was added or removed only that is listed; its parts go with it (`whole_diff` has them).
    """
    return uncovered(whole_diff(old, new, scope=scope))


def uncovered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return a whole diff without the parts that come or go with what they belong to."""
    changes = tuple(changes)
    covers = {change.key: change.change for change in changes if change.change is not ChangeKind.ALTERED}
    return tuple(change for change in changes if change.parent is None or covers.get(change.parent) != change.change)


def whole_diff(old: Snapshot, new: Snapshot, *, scope: Scope = EVERYTHING) -> tuple[Change, ...]:
    """Return the changes that turn old into new, parts of added and removed tables included, sorted."""
    before = _under_new_roles(_comparable(old, old, new, scope), scope)
    after = _comparable(new, old, new, scope)
    ranks = rank_common(before, after), rank_common(after, before)
    unseen = {*old.unseen, *new.unseen}

    def counts(kind: Kind, name: str) -> bool:
        return name not in unseen and scope.counts(kind, name)

    changes = [
        _change(key, before.get(key), after.get(key), ranks, counts)
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key) and not only_referred_to(before.get(key), after.get(key))
    ]
    found = without_consequences(change for change in changes if change is not None)
    return tuple(sorted(found, key=lambda change: order(change.key)))


def covering(change: Change, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the change and those of the parts that it covers, out of a whole diff."""
    if change.change is ChangeKind.ALTERED:
        return (change,)
    return (change, *(part for part in changes if part.parent == change.key and part.change is change.change))


def _comparable(snapshot: Snapshot, old: Snapshot, new: Snapshot, scope: Scope) -> Mapping[Key, SchemaObject]:
    """Return what both sides could see, and the comparison is about."""
    unseen = {*old.unseen, *new.unseen}
    all_known = knows_all(old, new)
    return {
        key: known_to_both(found, old, new)
        for key, found in snapshot.by_key.items()
        if key.kind not in unseen
        and scope.takes(found)
        and (all_known or is_known_before_18(found))
        and can_stand_in_both(found, old, new)
    }


def _under_new_roles(objects: Mapping[Key, SchemaObject], scope: Scope) -> Mapping[Key, SchemaObject]:
    """Return the old objects as the new schema's roles name them. Raises UsageError where two become one.

    What is named after a role, as a user mapping is, has another key then.
    """
    found: dict[Key, SchemaObject] = {}
    for key, before in objects.items():
        after = scope.mapped(before)
        if after.key in found:
            other = next(name for name, one in objects.items() if scope.mapped(one).key == after.key)
            raise UsageError(
                f"with these roles mapped, {key.kind} {key.name} and {other.kind} {other.name} would be one; "
                "map no two roles onto one"
            )
        found[after.key] = after
    return found


def _change(
    key: Key,
    old: SchemaObject | None,
    new: SchemaObject | None,
    ranks: tuple[Mapping[Key, int], Mapping[Key, int]],
    counts: Callable[[Kind, str], bool],
) -> Change | None:
    if old is None or new is None:
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
        return Change(kind=key.kind, name=key.name, change=kind, old=old, new=new)
    before, after = with_rank(old, ranks[0]).values(), with_rank(new, ranks[1]).values()
    left_out = {*old.unseen, *new.unseen, *passed_over(old, new)}
    attributes = {
        path: pair
        for name in before
        if before[name] != after[name] and name not in left_out and counts(key.kind, name)
        for path, pair in item_differences(type(new), name, before[name], after[name])
    }
    if not attributes:
        return None
    return Change(kind=key.kind, name=key.name, change=ChangeKind.ALTERED, attributes=attributes, old=old, new=new)
