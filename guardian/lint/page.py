"""One migration file, read, with what a rule may look at besides."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from guardian.config import Lint
from guardian.lint.thing import Thing
from guardian.migrate.migration import Direction
from guardian.sqltext.script import Script, read_script
from guardian.sqltext.source import Part, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the rest of the migrations says; asked only where a rule needs it, as it may mean to read them all.

    `existed` says whether a thing was there before a version; None where nobody knows, as a baseline without DDL makes
    nothing. `secured` are the tables with row level security switched on by any migration.
    """

    existed: Callable[[Thing, int], bool | None] = lambda _thing, _version: False
    secured: Callable[[], frozenset[Thing]] = frozenset
    first: int = 0


@dataclass(frozen=True, kw_only=True)
class Page:
    """`pair` is the file of the other direction, None where it is missing or cannot be read."""

    source: Source
    direction: Direction
    version: int
    title: str = ""
    pair: Source | None = None
    options: Lint = field(default_factory=Lint)
    surroundings: Surroundings = field(default_factory=Surroundings)

    @property
    def up(self) -> bool:
        return self.direction is Direction.UP

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.source.parts

    @functools.cached_property
    def script(self) -> Script | None:
        """The file as a runner sees it; None where it plainly is one transaction, and need not be read again."""
        return None if all(map(_inside, self.parts)) else read_script(self.source.text)

    @property
    def one_transaction(self) -> bool:
        return self.script is None or self.script.outside is None


_INSIDE = frozenset(
    """
    create_stmt insert_stmt update_stmt delete_stmt select_stmt view_stmt create_function_stmt create_trig_stmt
    create_policy_stmt alter_policy_stmt comment_stmt grant_stmt create_enum_stmt create_schema_stmt create_seq_stmt
    create_table_as_stmt create_extension_stmt rename_stmt do_stmt truncate_stmt variable_set_stmt
    """.split()
)


def _inside(part: Part) -> bool:
    return part.kind in _INSIDE or (part.kind in {"index_stmt", "drop_stmt"} and not part.node.concurrent)
