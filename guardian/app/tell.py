"""Telling the team, from a command: on disk first, sent at once where that works, else by the daemon."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable

from guardian import __version__, clock
from guardian.adapters.telegram import Delivery
from guardian.app.alert import Alerts, state_dir
from guardian.app.promote import Promoter
from guardian.config import Config
from guardian.errors import ConfigError, GuardianError, Unreachable
from guardian.migrate.promotion import Promotion, PromotionOutcome
from guardian.report import telegram

_TOLD = {PromotionOutcome.DONE, PromotionOutcome.DIFFERS, PromotionOutcome.FAILED}


def tell_promotion(promoter: Promoter, promotion: Promotion, *, say: Callable[[str], None]) -> None:
    """Send the outcome of a promotion that changed the target. A message that fails makes no promotion fail."""
    if promotion.outcome not in _TOLD or promoter.config.telegram is None:
        return
    try:
        delivery = _send(promoter.config, _message(promoter, promotion))
    except GuardianError as fault:
        say(f"the promotion was not announced: {fault}")
        return
    for reason in delivery.reasons:
        say(f"Telegram was not told yet: {reason}; the daemon tries again")


def _message(promoter: Promoter, promotion: Promotion) -> str:
    steps, done = promotion.plan.steps, len(promotion.applied)
    if promotion.failure is not None and not done:
        state = promotion.state
        return telegram.apply_failed(
            promotion.target,
            steps[0].migration.name,
            error=promotion.failure,
            version=state.version if state else promotion.plan.from_version,
            dirty=bool(state and state.dirty),
        )
    failure = [f"{steps[done].migration.name} failed: {promotion.failure}"] if promotion.failure is not None else []
    return telegram.promoted(
        promotion.target,
        promotion.applied,
        version=steps[done - 1].to_version or 0,
        who=f"{promoter.operator.os_user}@{promoter.operator.host}",
        took=clock.now() - promoter.now,
        backup=promotion.backup or "",
        differences=[*failure, *promotion.differences],
    )


def send_test_message(config: Config) -> None:
    """Send a test message, and raise Unreachable where it was not taken, ConfigError without Telegram."""
    if config.telegram is None:
        raise ConfigError("there is no Telegram here; add token and chat_id", file=str(config.file), section="telegram")
    delivery = _send(config, telegram.test_message(host=socket.gethostname(), version=__version__))
    if not delivery.sent:
        raise Unreachable(
            f"Telegram did not take the message: {'; '.join(delivery.reasons) or 'another process sends'}"
        )


def _send(config: Config, html: str) -> Delivery:
    alerts = Alerts.open(config, state_dir(config, os.environ))
    try:
        now = clock.now()
        alerts.tell(html, now)
        return alerts.send(now)
    finally:
        alerts.close()
