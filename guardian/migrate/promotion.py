"""The outcome of a promotion, whatever it was."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from guardian.migrate.gate import Gate
from guardian.migrate.plan import Plan


class PromotionOutcome(enum.StrEnum):
    NOTHING = "nothing to promote"
    DRY_RUN = "dry run: nothing was done"
    REFUSED = "refused by a gate: nothing was done"
    DONE = "promoted and verified"
    DIFFERS = "promoted, but the schema is not what the migrations make"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """`backup` is the dump's path; `differences` are sentences of what the verification found."""

    target: str
    plan: Plan
    gates: tuple[Gate, ...]
    outcome: PromotionOutcome
    backup: str | None = None
    differences: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        return self.outcome not in {PromotionOutcome.REFUSED, PromotionOutcome.DIFFERS}
