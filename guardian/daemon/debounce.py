"""When a burst of file events is over. Pure: times are seconds of a clock that never goes back."""

from __future__ import annotations

from dataclasses import dataclass, replace

QUIET = 1.5
PATIENCE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Events that were not acted on yet: when the first and the last of them came."""

    first: float
    last: float


def debounce(
    pending: Pending | None, *, event: bool, now: float, quiet: float = QUIET, patience: float = PATIENCE
) -> tuple[Pending | None, bool]:
    """Return what is pending from now on, and whether to act now.

    Acts once nothing came for `quiet` seconds, and at the latest `patience` seconds after the first event.
    An event that comes with `now` is folded in first: the scan that follows sees what it announced.
    """
    if event:
        pending = replace(pending, last=now) if pending else Pending(first=now, last=now)
    if pending is not None and remaining(pending, now, quiet=quiet, patience=patience) <= 0:
        return None, True
    return pending, False


def remaining(pending: Pending, now: float, *, quiet: float = QUIET, patience: float = PATIENCE) -> float:
    """Return the seconds until `debounce` would act, if nothing more came; 0 or less means now."""
    return min(pending.last + quiet, pending.first + patience) - now
