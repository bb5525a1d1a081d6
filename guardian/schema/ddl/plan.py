"""The script that turns one schema into another: which statements, for what, in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from guardian.schema.ddl import column
from guardian.schema.ddl.kinds import RULES
from guardian.schema.ddl.order import Action, Place, Step, in_order
from guardian.schema.ddl.rebuild import plan_rebuilds, plan_releases
from guardian.schema.ddl.rules import Side, comment_on
from guardian.schema.ddl.statement import Impossible, Script, Statement
from guardian.schema.ddl.table import is_inline
from guardian.schema.diff import EVERYTHING, Change, ChangeKind, Scope, covering, uncovered, whole_diff
from guardian.schema.model import ATTACHED, Column, Constraint, Function, Key, Kind, SchemaObject, Snapshot, Table


def render_ddl(old: Snapshot, new: Snapshot, *, scope: Scope = EVERYTHING) -> Script:
    """Return the statements that turn old into new, in order, and what none can do.

    They fit the server of `old`. They may run in one transaction, but for a new enum label that is used at once.
    """
    return _plan(whole_diff(old, new, scope=scope), old, new)


def ddl_for_change(change: Change, old: Snapshot, new: Snapshot, *, scope: Scope = EVERYTHING) -> Script:
    """Return the statements that make this one change to old, out of those between old and new.

    With an added or removed table come its parts. What depends on the object and cannot stay is made again as it was.
    """
    return ddl_for_changes([change], old, new, scope=scope)


def ddl_for_changes(chosen: Iterable[Change], old: Snapshot, new: Snapshot, *, scope: Scope = EVERYTHING) -> Script:
    """Return the statements that make these changes to old and no others, in an order that serves all of them."""
    whole = whole_diff(old, new, scope=scope)
    return _plan(tuple(part for change in chosen for part in covering(change, whole)), old, new)


def ddl_by_change(old: Snapshot, new: Snapshot, *, scope: Scope = EVERYTHING) -> Mapping[Key, Script]:
    """Return for each change between old and new what `ddl_for_change` does, by key; faster than one by one."""
    whole = whole_diff(old, new, scope=scope)
    parts: dict[Key | None, list[Change]] = defaultdict(list)
    for change in whole:
        parts[change.parent].append(change)
    return {change.key: _plan(covering(change, parts.get(change.key, ())), old, new) for change in uncovered(whole)}


def _plan(changes: tuple[Change, ...], old: Snapshot, new: Snapshot) -> Script:
    planner = _Planner(changes, Side(old=old, new=new, changed=frozenset(change.key for change in changes)))
    actions = [action for action in planner.actions() if action.statements]
    ordered = in_order(actions, planner.edges())
    statements = tuple(statement for action in ordered for statement in action.statements)
    return Script(statements=_with_setting(statements, ordered), impossible=planner.impossible)


def _with_setting(statements: tuple[Statement, ...], ordered: Iterable[Action]) -> tuple[Statement, ...]:
    """Keep the server from checking bodies while what they speak of may not be there yet."""
    if not any(isinstance(action.found, Function) and action.step is Step.MAKE for action in ordered):
        return statements
    return (
        Statement(sql="SET check_function_bodies = off"),
        *statements,
        Statement(sql="RESET check_function_bodies"),
    )


class _Planner:
    """The state of one run: what is added, removed, altered, and made again for whose sake."""

    def __init__(self, changes: tuple[Change, ...], side: Side) -> None:
        self.side = side
        self.impossible = tuple(_impossible(changes))
        hopeless = {found.change.key for found in self.impossible}
        self.changes = {change.key: change for change in changes if change.key not in hopeless}
        self.rebuilt = plan_rebuilds(self.changes.values(), side)
        self.released = plan_releases(self.rebuilt, side)

    def actions(self) -> Iterator[Action]:
        for key, change in self.changes.items():
            if key not in self.rebuilt:
                yield from self._served(self._actions(change), self._origin(change))
        for key, reason in self.rebuilt.items():
            old, new = self.side.old.by_key[key], self.side.find(key)
            if new is not None:
                yield from self._served(self._rebuild(old, new), self.changes.get(key, reason))
        for key, reason in self.released.items():
            yield from self._served(self._release(key), reason)

    def _release(self, key: Key) -> Iterator[Action]:
        old, new = self.side.old.by_key[key], self.side.find(key)
        if isinstance(old, Column):
            yield Action(step=Step.DROP, found=old, statements=column.release(old))
        if isinstance(new, Column) and key not in self.changes:
            yield Action(step=Step.MAKE, found=new, statements=column.restore(new))

    def _origin(self, change: Change) -> Change:
        """Return the change that a reader sees: of a part of an added or removed table, the table's."""
        cover = self.changes.get(change.parent) if change.parent else None
        return cover if cover is not None and cover.change is not ChangeKind.ALTERED else change

    def _served(self, actions: Iterable[Action], change: Change) -> Iterator[Action]:
        for action in actions:
            yield replace(action, statements=tuple(replace(found, change=change) for found in action.statements))

    def _actions(self, change: Change) -> Iterator[Action]:
        rules, old, new = RULES[change.kind], change.old, change.new
        if old is not None:
            yield Action(step=Step.EARLY, found=old, statements=rules.early(old, new))
        if old is None and new is not None:
            yield self._create(new)
        elif new is None and old is not None:
            if not self._goes_with_parent(old):
                yield Action(step=Step.DROP, found=old, statements=rules.drop(old, self.side))
        elif new is not None:
            yield self._alter(change, new)
        if new is not None:
            yield Action(step=Step.LATE, found=new, statements=rules.late(old, new, self.side))

    def _create(self, new: SchemaObject) -> Action:
        inline = self._comes_with_parent(new)
        statements = () if inline else RULES[new.kind].create(new, self.side)
        if new.comment is not None and not inline:
            statements += (comment_on(RULES[new.kind].target(new), new.comment),)
        if new.kind is Kind.TABLE:
            statements += self._part_comments(new.key)
        return Action(step=Step.MAKE, found=new, statements=statements)

    def _part_comments(self, table: Key) -> tuple[Statement, ...]:
        return tuple(
            comment_on(RULES[part.kind].target(part), part.comment)
            for part in self.side.parts(table)
            if part.comment is not None and is_inline(part)
        )

    def _alter(self, change: Change, new: SchemaObject) -> Action:
        rules = RULES[change.kind]
        statements = rules.alter(change.old, new, change.attributes, self.side)
        if change.key in self.released and isinstance(new, Column):
            statements += tuple(extra for extra in column.restore(new) if extra not in statements)
        if "comment" in change.attributes:
            statements += (comment_on(rules.target(new), new.comment),)
        return Action(step=Step.MAKE, found=new, statements=statements)

    def _rebuild(self, old: SchemaObject, new: SchemaObject) -> Iterator[Action]:
        yield Action(step=Step.DROP, found=old, statements=RULES[old.kind].drop(old, self.side))
        yield self._create(new)
        yield Action(step=Step.LATE, found=new, statements=RULES[new.kind].late(old, new, self.side))

    def _is(self, key: Key | None, kind: ChangeKind) -> bool:
        change = self.changes.get(key) if key else None
        return change is not None and change.change is kind

    def _comes_with_parent(self, part: SchemaObject) -> bool:
        return self._is(part.parent, ChangeKind.ADDED) and is_inline(part)

    def _goes_with_parent(self, part: SchemaObject) -> bool:
        """Foreign keys of a dropped table are dropped first: two tables may refer to each other."""
        if isinstance(part, Constraint) and part.type == "foreign_key" and not part.inherited:
            refers = {key for key in map(self._whole, self.side.old.needs.get(part.key, ())) if key != part.parent}
            if any(self._is(key, ChangeKind.REMOVED) for key in refers):
                return False
        return self._is(part.parent, ChangeKind.REMOVED)

    def _whole(self, key: Key) -> Key:
        found = self.side.old.by_key.get(key) or self.side.new.by_key.get(key)
        return found.parent if found is not None and found.parent is not None else key

    def edges(self) -> Iterator[tuple[Place, Place]]:
        touched = self.changes.keys() | self.rebuilt.keys() | self.released.keys()
        for key in touched:
            yield (Step.DROP, key), (Step.MAKE, key)
            yield (Step.MAKE, key), (Step.LATE, key)
        before = ((key, on) for key in touched for on in self.side.old.needs.get(key, ()))
        for dependent, on in before:
            one, other = self._dropped_as(dependent), self._dropped_as(on)
            if one == other:
                continue
            yield (Step.DROP, one), (Step.DROP, other)
            yield (Step.DROP, one), (Step.MAKE, other)
            if on not in self.side.needs(dependent):
                yield (Step.MAKE, dependent), (Step.DROP, other)
                if self._is(dependent, ChangeKind.ALTERED) and dependent not in self.rebuilt:
                    yield (Step.MAKE, dependent), (Step.MAKE, on)
        for key in touched:
            for on in self.side.needs(key):
                one, other = self._made_as(key), self._made_as(on)
                if one != other:
                    yield (Step.MAKE, other), (Step.MAKE, one)

    def _dropped_as(self, key: Key) -> Key:
        found = self.side.old.by_key.get(key)
        return found.parent if found and found.parent and self._goes_with_parent(found) else key

    def _made_as(self, key: Key) -> Key:
        found = self.side.find(key)
        return found.parent if found and found.parent and self._comes_with_parent(found) else key


def _impossible(changes: Iterable[Change]) -> Iterator[Impossible]:
    """Yield what no DDL does, and the changes of parts of a table that cannot become what they would be parts of."""
    tables: set[Key] = set()
    for change in changes:
        reason = _unwritten(change)
        if reason is None and change.change is ChangeKind.ALTERED:
            reason = RULES[change.kind].impossible(change.old, change.new, change.attributes)
        if reason is not None and change.kind is Kind.TABLE:
            tables.add(change.key)
        if reason is None and change.parent in tables:
            reason = "it goes with the change of its table, which PostgreSQL cannot make"
        if reason is not None:
            yield Impossible(change=change, reason=reason)


_UNWRITTEN = (ATTACHED - {"comment"}) | {"owner"}
_UNWRITTEN_OF = {
    Kind.TABLE: frozenset({"detach_pending"}),
    Kind.COLUMN: frozenset(
        {
            "redeclared",
            "identity_sequence",
            "sequence_persistence",
            "sequence_comment",
            "sequence_privileges",
            "sequence_security_labels",
            "sequence_type",
            "not_null_comment",
        }
    ),
    Kind.CONSTRAINT: frozenset(
        {"redeclared", "tablespace", "index_valid", "index_comment", "index_statistics", "enabled"}
    ),
    Kind.INDEX: frozenset({"ready", "live"}),
    Kind.VIEW: frozenset(
        {"column_settings", "column_privileges", "access_method", "tablespace", "persistence", "cluster_index"}
    ),
}


def _unwritten(change: Change) -> str | None:
    """Say what guardian writes no DDL for: it must not look as if the script were complete."""
    if change.kind not in RULES:
        return f"guardian writes no DDL for a {change.kind.replace('_', ' ')}; write it by hand"
    if _is_foreign(change):
        return "guardian writes no DDL for a foreign table; write it by hand"
    names = {path.split(".")[0] for path in change.attributes}
    if "foreign_options" in names:
        return "guardian writes no DDL for the options of a foreign table's column; write it by hand"
    beyond = sorted(names & (_UNWRITTEN | _UNWRITTEN_OF.get(change.kind, frozenset())))
    if beyond and names <= {*beyond, "comment"}:
        return f"guardian writes no DDL for {' and '.join(beyond).replace('_', ' ')}; write it by hand"
    return None


def _is_foreign(change: Change) -> bool:
    return any(isinstance(found, Table) and found.server is not None for found in (change.old, change.new))
