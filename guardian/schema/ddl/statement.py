"""What the DDL of a comparison is: statements in order, each with the change that it serves and what it may do."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from guardian.schema.diff import Change


class Hazard(enum.StrEnum):
    """What a statement may do to a running system."""

    DATA_LOSS = "data_loss"
    TABLE_REWRITE = "table_rewrite"
    VALIDATION_SCAN = "validation_scan"
    ACCESS_EXCLUSIVE_LOCK = "access_exclusive_lock"
    WRITE_LOCK = "write_lock"
    NOT_REVERSIBLE = "not_reversible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One SQL statement, without the semicolon. `change` is what it serves; None for what serves the whole script."""

    sql: str
    change: Change | None = None
    hazards: tuple[Hazard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible:
    """A change that no statement makes, and why: a sentence that says what a person can do."""

    change: Change
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Statements in the order in which they run; iterating gives them. `impossible` is what they leave undone."""

    statements: tuple[Statement, ...] = ()
    impossible: tuple[Impossible, ...] = ()

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __len__(self) -> int:
        return len(self.statements)

    @property
    def sql(self) -> str:
        """The statements as text, what is impossible as comments; empty where there is nothing to do."""
        remarks = [
            f"-- {found.change.kind} {one_line(found.change.name)}: {one_line(found.reason)}\n"
            for found in self.impossible
        ]
        return "".join([*(f"{statement.sql};\n" for statement in self.statements), *remarks])


def one_line(text: str) -> str:
    """Return the text fit for a comment: a line break in a name must not end it."""
    return " ".join(text.splitlines())
