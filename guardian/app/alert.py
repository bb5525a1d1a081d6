"""Alerts: decided as an episode, put on disk, and sent from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs

from guardian.adapters.outbox import Draft, Outbox
from guardian.adapters.telegram import Delivery, TelegramClient, deliver
from guardian.config import Config
from guardian.drift.check import DriftReport
from guardian.drift.episode import (
    Episode,
    FindingView,
    Notice,
    Outage,
    decide,
    decide_reachable,
    decide_unreachable,
)
from guardian.drift.severity import Severity


def state_dir(config: Config, environment: Mapping[str, str]) -> Path:
    """Return the folder of guardian's own state: the configured one, systemd's StateDirectory, or the user's."""
    if config.state is not None:
        return config.root / config.state
    if environment.get("STATE_DIRECTORY"):
        return Path(environment["STATE_DIRECTORY"].split(":")[0])
    return Path(platformdirs.user_state_dir("guardian"))


@dataclass(frozen=True, slots=True)
class Alerts:
    """The outbox, and the chat that alerts go to; without Telegram in the configuration nothing is stored."""

    outbox: Outbox
    chat: str | None
    client: TelegramClient | None

    @classmethod
    def open(cls, config: Config, folder: Path) -> Alerts:
        """Open the outbox. Raises OutboxError, and ConfigError where Telegram's token is missing."""
        telegram = config.telegram
        client = TelegramClient.from_config(telegram) if telegram else None
        return cls(Outbox(folder), telegram.chat_id if telegram else None, client)

    def close(self) -> None:
        if self.client is not None:
            self.client.close()
        self.outbox.close()

    def tell(self, html: str, now: datetime) -> None:
        """Put a message on disk, to be sent."""
        if self.chat is not None:
            self.outbox.enqueue(self.chat, [Draft(html=html)], now)

    def judge(self, report: DriftReport, now: datetime) -> tuple[Notice, ...]:
        """Tell what a drift check that reached its target means for the target's episode; return what is said."""
        outage = decide_reachable(self._outage(report.target), now)
        drift = decide(self._episode(report.target), report.target, _views(report), now)
        notices = (*outage.notices, *drift.notices)
        self._store(
            notices,
            now,
            {
                f"outage:{report.target}": None,
                f"episode:{report.target}": drift.episode.to_json() if drift.episode else None,
            },
        )
        return notices

    def judge_unreachable(self, target: str, reason: str, now: datetime) -> tuple[Notice, ...]:
        """Tell that a check could not be made, so nothing is known."""
        decision = decide_unreachable(self._outage(target), target, reason, now)
        self._store(decision.notices, now, {f"outage:{target}": decision.outage.to_json() if decision.outage else None})
        return decision.notices

    def send(self, now: datetime) -> Delivery:
        """Send what is due. Raises OutboxError."""
        return deliver(self.outbox, self.client, now) if self.client is not None else Delivery()

    def _store(self, notices: Sequence[Notice], now: datetime, remember: dict[str, str | None]) -> None:
        drafts = [Draft.of_notice(notice) for notice in notices] if self.chat is not None else []
        self.outbox.enqueue(self.chat or "", drafts, now, remember=remember)

    def _episode(self, target: str) -> Episode | None:
        text = self.outbox.recall(f"episode:{target}").get(f"episode:{target}")
        return Episode.from_json(text) if text else None

    def _outage(self, target: str) -> Outage | None:
        text = self.outbox.recall(f"outage:{target}").get(f"outage:{target}")
        return Outage.from_json(text) if text else None


def _views(report: DriftReport) -> tuple[FindingView, ...]:
    return tuple(
        FindingView(
            id=finding.id,
            severity=str(finding.severity),
            sentence=finding.sentence,
            kind=str(finding.kind),
            name=finding.name,
            revert_sql=finding.revert_sql,
            acknowledged=bool(finding.acknowledged),
        )
        for finding in report.findings
        if finding.severity is not Severity.INFO
    )
