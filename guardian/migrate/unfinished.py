"""A file that runs statement by statement, and was cut off between them."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.migrate.migration import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """How far the file came: `done` are the checksums of the statements that have run, in the file's order.

    `doubt` is set where the next statement was begun and nobody recorded its end; it holds the oids of what was
    there before, for a statement of which that is asked.
    """

    version: int
    direction: Direction
    done: tuple[str, ...] = ()
    doubt: str | None = None
