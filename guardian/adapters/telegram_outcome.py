"""What an answer of the Bot API means for the message that was sent. Pure.

Statuses and descriptions: https://core.telegram.org/bots/api#making-requests, and what the server says in practice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from guardian.report.telegram import clean, clip

BACKOFF_CAP = 300.0
_REASON_UNITS = 300
_random = random.SystemRandom().random


@dataclass(frozen=True, slots=True)
class Sent:
    """Taken. `message_id` is None where the answer does not say."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The live message already says this."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now; `after` seconds where the server says when, else None."""

    reason: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup of this id."""

    chat: str


@dataclass(frozen=True, slots=True)
class PlainText:
    """The markup is refused; the text alone may pass."""

    reason: str


@dataclass(frozen=True, slots=True)
class ResendNew:
    """The message to edit is gone."""


@dataclass(frozen=True, slots=True)
class Permanent:
    """Refused until somebody acts.

    With `channel` it is not the message that is wrong but token, chat or rights: a person can mend that, and the
    message then still has to arrive.
    """

    reason: str
    channel: bool


Outcome = Sent | Unchanged | Retry | Migrated | PlainText | ResendNew | Permanent

_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_RIGHTS = ("not enough rights", "have no rights", "topic_closed", "topic_deleted", "message thread not found")


def decide_outcome(status: int, body: object) -> Outcome:
    """Decide what the answer means; `body` is the parsed JSON, None where there was none."""
    answer: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
    reason = clip(clean(str(answer.get("description") or f"HTTP {status}")), _REASON_UNITS)
    match status:
        case 200 if answer.get("ok") is True:
            return Sent(_message_id(answer))
        case 400 if answer:
            return _decide_bad_request(answer, reason)
        case 401 | 404:
            problem = "the token is not accepted; take it from @BotFather, check api_url, then run guardian doctor"
            outcome: Outcome = Permanent(f"{reason}: {problem}", channel=True)
        case 403:
            outcome = Permanent(f"{reason}: let the bot into the chat again", channel=True)
        case 413:
            outcome = Permanent(reason, channel=False)
        case 429:
            outcome = Retry(reason, _parameter(answer, "retry_after"))
        case _:
            problem = f"the answer (HTTP {status}) is not Telegram's; check api_url and proxies"
            outcome = Retry(reason if answer else problem)
    return outcome


def _decide_bad_request(answer: Mapping[str, Any], reason: str) -> Outcome:
    migrated = _parameter(answer, "migrate_to_chat_id")
    said = reason.lower()
    if migrated is not None:
        return Migrated(str(migrated))
    if "can't parse entities" in said:
        return PlainText(reason)
    if "message is not modified" in said:
        return Unchanged()
    if any(text in said for text in _GONE):
        return ResendNew()
    if "chat not found" in said:
        return Permanent(f"{reason}: check chat_id, and that the bot is in that chat", channel=True)
    return Permanent(reason, channel=any(text in said for text in _NO_RIGHTS))


def _parameter(answer: Mapping[str, Any], name: str) -> int | None:
    parameters = answer.get("parameters")
    value = parameters.get(name) if isinstance(parameters, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _message_id(answer: Mapping[str, Any]) -> int | None:
    result = answer.get("result")
    value = result.get("message_id") if isinstance(result, Mapping) else None
    return value if isinstance(value, int) else None


def backoff(attempts: int, jitter: Callable[[], float] = _random) -> float:
    """Return seconds to wait after that many failures: full jitter over 2, 4, 8 … seconds, at most BACKOFF_CAP."""
    return jitter() * min(BACKOFF_CAP, 2.0 ** min(attempts + 1, 16))
