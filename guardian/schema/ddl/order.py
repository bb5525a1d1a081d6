"""The order of the actions: by step and kind, unless a dependency asks for another."""

from __future__ import annotations

import enum
import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guardian.schema.ddl.statement import Statement
from guardian.schema.model import Column, Constraint, Key, Kind, SchemaObject


class Step(enum.IntEnum):
    EARLY = 0
    DROP = 1
    MAKE = 2  # create or alter
    LATE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """The statements of one step of one object; `found` is what it is about."""

    step: Step
    found: SchemaObject
    statements: tuple[Statement, ...]

    @property
    def place(self) -> tuple[Step, Key]:
        return self.step, self.found.key


Place = tuple[Step, Key]

# Ranks of the kinds while things are made; they go in reverse. Foreign keys come last of a table, after all keys that
# they refer to and after partitions are attached.
_RANKS: Mapping[Kind, int] = {
    Kind.SCHEMA: 0,
    Kind.ENUM: 1,
    Kind.SEQUENCE: 2,
    Kind.TABLE: 3,
    Kind.COLUMN: 4,
    Kind.FUNCTION: 5,
    Kind.CONSTRAINT: 6,
    Kind.INDEX: 7,
    Kind.VIEW: 10,
    Kind.TRIGGER: 11,
    Kind.POLICY: 12,
}
_LATE, _FOREIGN_KEY, _LAST = 8, 9, 99


def in_order(actions: Iterable[Action], before: Iterable[tuple[Place, Place]]) -> tuple[Action, ...]:
    """Return the actions so that of each pair in `before` the first comes first.

    Kahn's algorithm with a heap, so that everything else keeps the order of steps and kinds. Where dependencies go
    round in a circle, the action that would come first anyway breaks it.
    """
    waiting = {action.place: action for action in actions}
    after: dict[Place, set[Place]] = defaultdict(set)
    blockers = dict.fromkeys(waiting, 0)
    for first, second in set(before):
        if first in waiting and second in waiting and second not in after[first]:
            after[first].add(second)
            blockers[second] += 1
    ranks = {place: _rank(action) for place, action in waiting.items()}
    ready = [(ranks[place], place) for place, count in blockers.items() if count == 0]
    heapq.heapify(ready)
    result = []
    while waiting:
        place = heapq.heappop(ready)[1] if ready else min(waiting, key=lambda place: ranks[place])
        if place not in waiting:
            continue
        result.append(waiting.pop(place))
        for second in after[place]:
            blockers[second] -= 1
            if blockers[second] == 0 and second in waiting:
                heapq.heappush(ready, (ranks[second], second))
    return tuple(result)


def _rank(action: Action) -> tuple[int, int, str, int, str]:
    found = action.found
    rank = _RANKS.get(found.kind, _LAST)
    if isinstance(found, Constraint) and found.type == "foreign_key":
        rank = _FOREIGN_KEY
    table, position = (found.table_name, found.position) if isinstance(found, Column) else ("", 0)
    if action.step is Step.DROP:
        # A schema goes when everything else is done.
        return (Step.DROP, -rank, table, position, found.name) if rank else (_LAST, 0, "", 0, found.name)
    if action.step is Step.LATE:
        return Step.MAKE, _LATE, str(rank), 0, found.name
    return action.step, rank, table, position, found.name
