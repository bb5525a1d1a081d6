"""The outcome of a promotion, whatever it was."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from guardian.migrate.gate import Gate
from guardian.migrate.plan import Plan
from guardian.migrate.state import VersionState


class PromotionOutcome(enum.StrEnum):
    NOTHING = "nothing to promote"
    DRY_RUN = "dry run: nothing was done"
    REFUSED = "refused by a gate: nothing was done"
    DONE = "promoted and verified"
    FAILED = "failed: a migration was refused by the server"
    DIFFERS = "promoted, but the schema is not what the migrations make"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """`backup` is the dump's path; `differences` are sentences of what the verification found.

    `applied` are the names of the migrations that are on the target now. `failure` says what ended the promotion
    before the rest, and `state` then is where the target stands, None where it could not be asked any more.
    """

    target: str
    plan: Plan
    gates: tuple[Gate, ...]
    outcome: PromotionOutcome
    backup: str | None = None
    differences: tuple[str, ...] = ()
    applied: tuple[str, ...] = ()
    failure: str | None = None
    state: VersionState | None = None

    @property
    def succeeded(self) -> bool:
        return self.outcome in {PromotionOutcome.NOTHING, PromotionOutcome.DRY_RUN, PromotionOutcome.DONE}
