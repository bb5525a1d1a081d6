"""All that a target says about its migrations, read at once."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.migrate.record import HistoryRecord
from guardian.migrate.state import VersionState
from guardian.migrate.unfinished import Unfinished


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`history` is empty where guardian keeps none; `unfinished` is set only while the state is dirty."""

    state: VersionState
    history: tuple[HistoryRecord, ...] = ()
    unfinished: Unfinished | None = None
