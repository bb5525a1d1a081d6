"""Episodes: when to speak about a drift, and when to stay quiet.

An episode is the life of a drift on one target, from the first finding to resolved. It has one live message, which is
edited as the drift changes; a new loud message only says what is new or worse. An outage is its own state: a check
that did not reach the server says nothing about drift, so it neither opens nor resolves an episode.

Pure: what is decided here is carried out by the outbox, which stores the next state and the notices together.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

SEVERITIES = ("critical", "high", "medium", "low", "info")


def severity_rank(severity: str) -> int:
    """Return 0 for the worst severity, ascending. Raises ValueError for a word that is none."""
    return SEVERITIES.index(severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding, as far as a message needs it. `sentence` says what is wrong, `kind` and `name` of which object."""

    id: str
    severity: str
    sentence: str
    kind: str
    name: str
    revert_sql: str | None = None
    acknowledged: bool = False

    def __post_init__(self) -> None:
        severity_rank(self.severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """An open drift: what was found at the last successful check, worst first; `message_key` names the live message."""

    target: str
    opened_at: datetime
    message_key: str
    findings: tuple[FindingView, ...]

    @property
    def finding_ids(self) -> tuple[str, ...]:
        return tuple(finding.id for finding in self.findings)

    @property
    def active(self) -> tuple[FindingView, ...]:
        """The findings that nobody acknowledged."""
        return tuple(finding for finding in self.findings if not finding.acknowledged)

    @property
    def worst(self) -> str:
        """The severity to show: that of the worst finding that is not acknowledged; of the worst, where all are."""
        return min((f.severity for f in self.active or self.findings), key=severity_rank)

    def to_json(self) -> str:
        return json.dumps(asdict(self) | {"opened_at": self.opened_at.isoformat()}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return what `to_json` wrote. Raises ValueError, TypeError or KeyError for anything else."""
        fields: dict[str, Any] = json.loads(text)
        findings = tuple(FindingView(**finding) for finding in fields.pop("findings"))
        return cls(**fields | {"opened_at": datetime.fromisoformat(fields["opened_at"]), "findings": findings})


class NoticeKind(enum.StrEnum):
    """What happened. Only UPDATED and CLOSED are quiet: they edit the live message."""

    OPENED = "opened"
    UPDATED = "updated"
    GREW = "grew"
    CLOSED = "closed"
    RESOLVED = "resolved"
    UNREACHABLE = "unreachable"
    STILL_UNREACHABLE = "still unreachable"
    REACHABLE = "reachable"

    @property
    def edits(self) -> bool:
        return self in {NoticeKind.UPDATED, NoticeKind.CLOSED, NoticeKind.STILL_UNREACHABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to say about one target.

    `key` names the live message: OPENED and UNREACHABLE create it, edits change it, the others answer it.
    `findings` are all findings, for GREW only those that are new or worse; `reason` is why a target is unreachable.
    """

    kind: NoticeKind
    target: str
    key: str
    since: datetime
    at: datetime
    findings: tuple[FindingView, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The next episode, None where there is no drift, and what to say."""

    episode: Episode | None
    notices: tuple[Notice, ...] = ()


def decide(episode: Episode | None, target: str, findings: Sequence[FindingView], now: datetime) -> Decision:
    """Decide after a check that reached the server. All findings are given, acknowledged ones too."""
    found = _sorted(findings)
    if episode is None:
        return _open(target, found, now)
    if not found:
        return _resolve(episode, now)
    if found == episode.findings:
        return Decision(episode=episode)
    following = replace(episode, findings=found)
    notices = [_notice(NoticeKind.UPDATED, following, now, found)]
    loud = _new_or_worse(episode, following)
    if loud:
        notices.append(_notice(NoticeKind.GREW, following, now, loud))
    return Decision(episode=following, notices=tuple(notices))


def _open(target: str, found: tuple[FindingView, ...], now: datetime) -> Decision:
    if all(finding.acknowledged for finding in found):
        return Decision(episode=None)
    key = f"drift:{target}:{now.isoformat()}"
    episode = Episode(target=target, opened_at=now, message_key=key, findings=found)
    return Decision(episode=episode, notices=(_notice(NoticeKind.OPENED, episode, now, found),))


def _resolve(episode: Episode, now: datetime) -> Decision:
    notices = (
        _notice(NoticeKind.CLOSED, episode, now, episode.findings),
        _notice(NoticeKind.RESOLVED, episode, now, episode.findings),
    )
    return Decision(episode=None, notices=notices)


def _new_or_worse(before: Episode, after: Episode) -> tuple[FindingView, ...]:
    """Return the active findings that were not active before, or were less severe.

    One whose acknowledgement ran out is new again, and so is one that had gone and came back: somebody did that.
    """
    known = {finding.id: severity_rank(finding.severity) for finding in before.active}
    return tuple(f for f in after.active if severity_rank(f.severity) < known.get(f.id, len(SEVERITIES)))


def _sorted(findings: Iterable[FindingView]) -> tuple[FindingView, ...]:
    return tuple(sorted(findings, key=lambda f: (severity_rank(f.severity), f.kind, f.name, f.id)))


def _notice(kind: NoticeKind, episode: Episode, now: datetime, findings: tuple[FindingView, ...]) -> Notice:
    return Notice(
        kind=kind,
        target=episode.target,
        key=episode.message_key,
        since=episode.opened_at,
        at=now,
        findings=findings,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A target that could not be reached. `told` is False until it lasted long enough to be worth a message."""

    target: str
    since: datetime
    message_key: str
    reason: str
    told: bool = False

    def to_json(self) -> str:
        return json.dumps(asdict(self) | {"since": self.since.isoformat()}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return what `to_json` wrote. Raises ValueError, TypeError or KeyError for anything else."""
        fields: dict[str, Any] = json.loads(text)
        return cls(**fields | {"since": datetime.fromisoformat(fields["since"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageDecision:
    """The next outage, None where the target is reachable, and what to say."""

    outage: Outage | None
    notices: tuple[Notice, ...] = ()


def decide_unreachable(
    outage: Outage | None, target: str, reason: str, now: datetime, *, grace: timedelta = timedelta(0)
) -> OutageDecision:
    """Decide after a check that did not reach the server. The target's episode stays as it is.

    Within `grace` of the first failure nothing is said, so that a restart of the server is no alert.
    """
    key = f"outage:{target}:{now.isoformat()}"
    known = outage or Outage(target=target, since=now, message_key=key, reason=reason)
    current = replace(known, reason=reason)
    if not known.told and now - known.since >= grace:
        return OutageDecision(
            outage=replace(current, told=True), notices=(_outage_notice(NoticeKind.UNREACHABLE, current, now),)
        )
    if known.told and reason != known.reason:
        return OutageDecision(outage=current, notices=(_outage_notice(NoticeKind.STILL_UNREACHABLE, current, now),))
    return OutageDecision(outage=current)


def decide_reachable(outage: Outage | None, now: datetime) -> OutageDecision:
    """Decide after a check that reached the server; comes before `decide`, which then judges what it found."""
    if outage is None or not outage.told:
        return OutageDecision(outage=None)
    return OutageDecision(outage=None, notices=(_outage_notice(NoticeKind.REACHABLE, outage, now),))


def _outage_notice(kind: NoticeKind, outage: Outage, now: datetime) -> Notice:
    return Notice(
        kind=kind, target=outage.target, key=outage.message_key, since=outage.since, at=now, reason=outage.reason
    )
