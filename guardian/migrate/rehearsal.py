"""What a rehearsal has found: of each migration, whether its down file takes back what its up file does."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.migrate.migration import Migration


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One migration that ran up, down and up again.

    `fault` says what went wrong, None where nothing did; `difference` are its lines, one for each change and attribute.
    `irreversible` is the reason that a down file without statements gives.
    """

    migration: Migration
    fault: str | None = None
    difference: tuple[str, ...] = ()
    irreversible: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """`target` is whose version the rehearsal began at, None for the migrations alone; `from_version` that version."""

    target: str | None
    from_version: int | None
    server_version: int | None = None
    steps: tuple[Rehearsed, ...] = ()

    @property
    def findings(self) -> tuple[Rehearsed, ...]:
        return tuple(step for step in self.steps if step.fault is not None)
