"""Where one target stands against the migrations directory."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.config import Role
from guardian.migrate.record import HistoryRecord
from guardian.migrate.state import VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStatus:
    """`problem` says why the rest is not known; `pending` are names of migrations not yet applied."""

    name: str
    role: Role
    state: VersionState | None = None
    pending: tuple[str, ...] = ()
    unknown_version: bool = False
    last_run: HistoryRecord | None = None
    problem: str | None = None

    @property
    def in_order(self) -> bool:
        return (
            self.problem is None
            and not self.pending
            and not self.unknown_version
            and not (self.state and self.state.dirty)
        )
