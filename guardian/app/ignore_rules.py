"""The ignore rules of the configuration that hold today; what has expired is told, and no longer applies."""

from __future__ import annotations

import logging
from datetime import datetime

from guardian import clock
from guardian.config import Config
from guardian.config.model import IgnoreRule

logger = logging.getLogger(__name__)


def current_rules(config: Config, *, now: datetime | None = None) -> tuple[IgnoreRule, ...]:
    """Return the rules that hold now. A rule holds to the end of its last day, in UTC."""
    today = (now or clock.now()).date()
    for rule in config.drift.ignore:
        if not rule.holds(today):
            logger.warning(
                'the rule that ignores %s "%s" (%s) expired on %s, and what it names is told again; '
                "remove it from [[drift.ignore]], or give it a later until",
                *(rule.kind, rule.pattern, rule.reason, rule.until),
            )
    return tuple(rule for rule in config.drift.ignore if rule.holds(today))
