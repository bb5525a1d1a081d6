"""Everything that the status page shows, as one value."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from guardian.drift.check import DriftReport
from guardian.drift.finding import Finding
from guardian.drift.severity import Severity
from guardian.migrate.status import TargetStatus
from guardian.report.drift import drift_document


class Verdict(enum.StrEnum):
    """A target in two words; the order of the members is no order of badness."""

    PROBLEM = "not known"
    DIRTY = "dirty"
    DRIFTED = "drifted"
    BEHIND = "behind"
    UNCHECKED = "not compared"
    IN_ORDER = "in order"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOverview:
    """What is known of a target: where it stands, and what the last check that could be made found.

    A status with neither state nor problem was not read yet. `problem` says why the newest check could not be made;
    `drift` and `checked_at` are then of the last one that could.
    """

    status: TargetStatus
    drift: DriftReport | None = None
    checked_at: datetime | None = None
    problem: str | None = None

    @property
    def name(self) -> str:
        return self.status.name

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the looking itself; the same sentence once."""
        found = [problem for problem in (self.status.problem, self.problem) if problem is not None]
        return tuple(dict.fromkeys(found))

    @property
    def verdict(self) -> Verdict:
        if self.status.state is not None and self.status.state.dirty:
            return Verdict.DIRTY
        if self.problems:
            return Verdict.PROBLEM
        if self.drift is not None and self.drift.drifted:
            return Verdict.DRIFTED
        if self.status.pending or self.status.unknown_version:
            return Verdict.BEHIND
        if self.drift is None or self.drift.migrating is not None:
            return Verdict.UNCHECKED
        return Verdict.IN_ORDER

    def count_open(self) -> Mapping[Severity, int]:
        """Return the number of findings that nobody acknowledged, for each severity, the worst first."""
        counts = dict.fromkeys(Severity, 0)
        for finding in self._open():
            counts[finding.severity] += 1
        return counts

    def _open(self) -> tuple[Finding, ...]:
        return tuple(found for found in (self.drift.findings if self.drift else ()) if found.acknowledged is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All targets at one moment. `problem` says why what the migrations directory holds is not known."""

    made_at: datetime
    targets: tuple[TargetOverview, ...] = ()
    migrations: int | None = None
    last_migration: str | None = None
    problem: str | None = None

    @property
    def complete(self) -> bool:
        """Whether everything could be looked at."""
        return self.problem is None and not any(target.problems for target in self.targets)


def overview_document(overview: Overview) -> dict[str, object]:
    """Return the JSON document of `guardian report`."""
    return {
        "made_at": overview.made_at.isoformat(),
        "migrations": overview.migrations,
        "last_migration": overview.last_migration,
        "problem": overview.problem,
        "targets": [_document(target) for target in overview.targets],
    }


def _document(target: TargetOverview) -> dict[str, object]:
    status = target.status
    return {
        "target": status.name,
        "role": status.role,
        "verdict": target.verdict,
        "version": status.state.version if status.state else None,
        "dirty": status.state.dirty if status.state else None,
        "pending": list(status.pending),
        "unknown_version": status.unknown_version,
        "last_run": status.last_run.at.isoformat() if status.last_run else None,
        "problems": list(target.problems),
        "checked_at": target.checked_at.isoformat() if target.checked_at else None,
        "drift": drift_document(target.drift) if target.drift else None,
    }
