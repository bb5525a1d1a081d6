"""The outcome of one drift check."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.drift.finding import Finding, is_drifted


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftReport:
    """What a check found on a target. Pending migrations are listed, and are no drift.

    `migrating` names who holds the migrators' lock: then the schema is in motion, and nothing was compared.
    """

    target: str
    version: int | None
    pending: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    migrating: str | None = None

    @property
    def drifted(self) -> bool:
        """Whether a finding says more than info, and nobody acknowledged it."""
        return is_drifted(self.findings)
