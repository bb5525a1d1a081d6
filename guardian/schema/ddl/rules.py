"""What each kind says about its DDL. The planner decides when each of these stands in the script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from guardian.names import quote_literal
from guardian.schema.ddl.statement import Statement
from guardian.schema.model import Key, SchemaObject, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The schema before or after: `changed` are the objects that are taken from `new`, all others from `old`."""

    old: Snapshot
    new: Snapshot
    changed: frozenset[Key]

    def find(self, key: Key) -> SchemaObject | None:
        return (self.new if key in self.changed else self.old).by_key.get(key)

    def parts(self, key: Key) -> tuple[SchemaObject, ...]:
        before = [part for part in self.old.parts.get(key, ()) if part.key not in self.changed]
        after = [part for part in self.new.parts.get(key, ()) if part.key in self.changed]
        return (*before, *after)

    def needs(self, key: Key) -> tuple[Key, ...]:
        return (self.new if key in self.changed else self.old).needs.get(key, ())

    @property
    def server_version(self) -> int:
        """The version of the server that will run the script: the one that has the old schema."""
        return self.old.server_version


Attributes = Mapping[str, tuple[Any, Any]]


def _nothing(*_: object) -> tuple[Statement, ...]:
    return ()


def _never(*_: object) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The DDL of one kind.

    `create(new, side)`, `drop(old, side)` and `alter(old, new, attributes, side)` yield statements. `replaces(old, new,
    attributes)` says whether only a drop and a create can make the change; `impossible(old, new, attributes)` gives
    the reason where no DDL can. `early(old, new)` runs before all drops, `late(old, new, side)` after tables, indexes
    and keys; either object may be None. `target(found)` is what stands after COMMENT ON. All are pure.
    """

    create: Callable[[Any, Side], tuple[Statement, ...]]
    drop: Callable[[Any, Side], tuple[Statement, ...]]
    target: Callable[[Any], str]
    alter: Callable[[Any, Any, Attributes, Side], tuple[Statement, ...]] = _nothing
    replaces: Callable[[Any, Any, Attributes], bool] = lambda *_: False
    impossible: Callable[[Any, Any, Attributes], str | None] = _never
    early: Callable[[Any, Any], tuple[Statement, ...]] = _nothing
    late: Callable[[Any, Any, Side], tuple[Statement, ...]] = _nothing


def comment_on(target: str, comment: str | None) -> Statement:
    text = "NULL" if comment is None else quote_literal(comment)
    return Statement(sql=f"COMMENT ON {target} IS {text}")


def change_options(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Return the SET (…) and RESET (…) clauses that turn one list of "name=value" into the other."""
    before, after = _parsed(old), _parsed(new)
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    gone = [name for name in before if name not in after]
    clauses = []
    if changed:
        clauses.append(f"SET ({render_options(tuple(f'{name}={value}' for name, value in changed.items()))})")
    if gone:
        clauses.append(f"RESET ({', '.join(gone)})")
    return tuple(clauses)


def render_options(options: tuple[str, ...]) -> str:
    """Return the inside of WITH (…). The value is quoted, which the server takes for numbers and booleans too."""
    return ", ".join(f"{name}={quote_literal(value)}" for name, value in _parsed(options).items())


def _parsed(options: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, _, value in (option.partition("=") for option in options)}
