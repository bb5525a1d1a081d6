"""Sending through Telegram's Bot API: https://core.telegram.org/bots/api.

The token is part of the URL, and requests and urllib3 put URLs into exceptions and debug logs: nothing of an exception
is passed on but its class, and urllib3's records are cleaned.
"""

from __future__ import annotations

import contextlib
import logging
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import requests

from guardian.adapters.outbox import Entry, Outbox
from guardian.adapters.telegram_outcome import (
    BACKOFF_CAP,
    Migrated,
    Outcome,
    Permanent,
    PlainText,
    ResendNew,
    Retry,
    Sent,
    Unchanged,
    backoff,
    decide_outcome,
)
from guardian.config.model import Telegram
from guardian.report.telegram import to_plain

_random = random.SystemRandom().random


# The client -----------------------------------------------------------------------------------------------------------


class _Redact(logging.Filter):
    """Takes the token out of what urllib3 logs; arguments too, which is where it stands."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _without_token(record.getMessage()), ()
        return True


def _without_token(text: str) -> str:
    return re.sub(r"/bot[^/\s'\"]+", "/bot***", text)


_redact = _Redact()
for _name in ("urllib3.connectionpool", "urllib3.util.retry", "urllib3.poolmanager"):
    logging.getLogger(_name).addFilter(_redact)


@dataclass(frozen=True, slots=True)
class TelegramClient:
    """One bot. Not to be used from two threads at once."""

    api_url: str
    token: str = field(repr=False)
    timeout: float = 10.0
    session: requests.Session = field(default_factory=requests.Session, repr=False)

    @classmethod
    def from_config(cls, telegram: Telegram) -> TelegramClient:
        """Return the client. Raises ConfigError where the token is missing."""
        return cls(telegram.api_url.rstrip("/"), telegram.token.reveal().strip(), telegram.timeout.total_seconds())

    def close(self) -> None:
        self.session.close()

    def send(
        self, chat: str, text: str, *, html: bool = True, silent: bool = False, answers: int | None = None
    ) -> Outcome:
        payload = _payload(chat, text, html=html) | {"disable_notification": silent}
        if answers is not None:
            payload["reply_parameters"] = {"message_id": answers, "allow_sending_without_reply": True}
        return self.call("sendMessage", payload)

    def edit(self, chat: str, message_id: int, text: str, *, html: bool = True) -> Outcome:
        return self.call("editMessageText", _payload(chat, text, html=html) | {"message_id": message_id})

    def check(self, chat: str) -> Outcome:
        """Ask whether token and chat are right, without writing to it. For `guardian doctor`."""
        who = self.call("getMe", {})
        return self.call("getChat", {"chat_id": chat}) if isinstance(who, Sent) else who

    def call(self, method: str, payload: Mapping[str, object]) -> Outcome:
        """Return what came of it; nothing that a network or server does raises."""
        url = f"{self.api_url}/bot{self.token}/{method}"
        try:
            response = self.session.post(url, json=payload, timeout=self.timeout, allow_redirects=False)
        except requests.Timeout:
            return Retry(f"{self._host} did not answer within {self.timeout:g} s")
        except requests.ConnectionError as error:
            return Retry(f"{self._host} cannot be reached ({_kind(error)})")
        except (requests.RequestException, ValueError) as error:
            return Permanent(f"no request can be made ({_kind(error)}); check api_url and the token", channel=True)
        body: object = None
        with contextlib.suppress(ValueError):
            body = response.json()
        return self._silenced(decide_outcome(response.status_code, body))

    @property
    def _host(self) -> str:
        with contextlib.suppress(ValueError):
            return urlsplit(self.api_url).hostname or "the Bot API"
        return "the Bot API"

    def _silenced(self, outcome: Outcome) -> Outcome:
        """Return the outcome without the token, which a server in between might repeat."""
        if isinstance(outcome, (Retry, PlainText, Permanent)) and self.token:
            return replace(outcome, reason=outcome.reason.replace(self.token, "***"))
        return outcome


def _payload(chat: str, text: str, *, html: bool) -> dict[str, object]:
    payload: dict[str, object] = {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}}
    return payload | {"parse_mode": "HTML"} if html else payload


def _kind(error: BaseException) -> str:
    """Return the class of what went wrong at the bottom; the text of it may hold the URL."""
    inner = error.args[0] if error.args else None
    cause = getattr(inner, "reason", None) or inner
    return type(cause if isinstance(cause, BaseException) else error).__name__


# Delivery -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a round came to. `reasons` are why messages still wait or failed, each once, in order."""

    sent: int = 0
    failed: int = 0
    retried: int = 0
    reasons: tuple[str, ...] = ()

    def __add__(self, other: Delivery) -> Delivery:
        return Delivery(
            sent=self.sent + other.sent,
            failed=self.failed + other.failed,
            retried=self.retried + other.retried,
            reasons=tuple(dict.fromkeys(self.reasons + other.reasons)),
        )


def deliver(
    outbox: Outbox,
    client: TelegramClient,
    now: datetime,
    *,
    jitter: Callable[[], float] = _random,
    proceed: Callable[[], bool] = lambda: True,
) -> Delivery:
    """Send what is due, in order, until nothing is or `proceed()` says no. Raises OutboxError."""
    delivery = Delivery()
    with outbox.delivering() as mine:
        while mine and proceed():
            entry = outbox.next_due(now)
            if entry is None:
                break
            outbox.mark_trying(entry, now + timedelta(seconds=backoff(entry.attempts, lambda: 1.0)))
            entry, outcome = _try(client, outbox, entry)
            delivery += _settle(outbox, entry, outcome, now, jitter=jitter)
    return delivery


def _try(client: TelegramClient, outbox: Outbox, entry: Entry) -> tuple[Entry, Outcome]:
    """Send or edit, and once each: follow the group, begin a new message, go without markup.

    Returns the entry with the chat that it went to.
    """
    outcome = _attempt(client, entry)
    if isinstance(outcome, Migrated):
        outbox.move_chat(entry.chat, outcome.chat)
        entry = replace(entry, chat=outcome.chat, live_id=None)
        outcome = _attempt(client, entry)
    if isinstance(outcome, ResendNew):
        entry = replace(entry, live_id=None)
        outcome = _attempt(client, entry)
    if isinstance(outcome, PlainText):
        reason = outcome.reason
        outcome = _attempt(client, replace(entry, html=to_plain(entry.html)), html=False)
        if isinstance(outcome, PlainText):
            outcome = Permanent(reason, channel=False)
    return entry, outcome


def _attempt(client: TelegramClient, entry: Entry, *, html: bool = True) -> Outcome:
    if entry.edits and entry.live_id is not None:
        return client.edit(entry.chat, entry.live_id, entry.html, html=html)
    return client.send(entry.chat, entry.html, html=html, silent=entry.silent or entry.edits, answers=entry.live_id)


def _settle(outbox: Outbox, entry: Entry, outcome: Outcome, now: datetime, *, jitter: Callable[[], float]) -> Delivery:
    match outcome:
        case Sent(message_id=message_id):
            outbox.mark_sent(entry, message_id, now)
            return Delivery(sent=1)
        case Unchanged():
            outbox.mark_sent(entry, None, now)
            return Delivery(sent=1)
        case Permanent(reason=reason, channel=False):
            outbox.mark_failed(entry, reason, now)
            return Delivery(failed=1, reasons=(reason,))
        case Permanent(reason=reason):
            wait = BACKOFF_CAP
        case Retry(reason=reason, after=after):
            wait = backoff(entry.attempts, jitter) if after is None else float(after)
        case _:
            reason, wait = "the server asks for the same correction again", backoff(entry.attempts, jitter)
    outbox.mark_retry(entry, now + timedelta(seconds=wait), reason)
    return Delivery(retried=1, reasons=(reason,))
