"""Messages in Telegram's HTML.

What comes from a database, a file or a person is text, never markup: a message is put together from pieces that know
their own length, and only the functions that make a piece write markup. A message that would be too long loses
whole findings, never the end of a tag. Limits: https://core.telegram.org/bots/api#sendmessage.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from guardian.drift.episode import SEVERITIES, FindingView, Notice, NoticeKind

MAX_UNITS = 4096  # UTF-16 code units, after entity parsing
MAX_ENTITIES = 100

_NAME_UNITS = 130
_SENTENCE_UNITS = 500
_SQL_UNITS = 1200
_ERROR_UNITS = 1500
_ENTITIES_PER_FINDING = 1
# Control characters, lone surrogates, separators, and what embeds, overrides or isolates a direction of writing.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSEEN_IN_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SIGNS = {"critical": "🔴", "high": "🟠", "medium": "🟡", "low": "🔵", "info": "⚪"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message: its HTML, its length in UTF-16 units once parsed, and how many entities it has."""

    html: str = ""
    units: int = 0
    entities: int = 0

    def __add__(self, other: Piece) -> Piece:
        return Piece(self.html + other.html, self.units + other.units, self.entities + other.entities)


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str, *, lines: bool = False) -> str:
    """Return the text without what would not survive, or would show something else than is there.

    Control characters and those that turn the direction of writing become U+FFFD; line breaks stay with `lines`.
    """
    if lines:
        return _UNSEEN_IN_LINES.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def clip(text: str, units: int) -> str:
    """Return the text cut to that many UTF-16 units, the last of them an ellipsis."""
    if utf16_units(text) <= units:
        return text
    kept = text.encode("utf-16-le")[: 2 * (units - 1)].decode("utf-16-le", "ignore")
    return kept + "…"


def plain(text: str, *, limit: int = _SENTENCE_UNITS) -> Piece:
    return _piece(clip(clean(text), limit))


def bold(text: str, *, limit: int = _NAME_UNITS) -> Piece:
    return _tagged("b", clip(clean(text), limit))


def code(text: str, *, limit: int = _NAME_UNITS) -> Piece:
    return _tagged("code", clip(clean(text), limit))


def block(text: str, *, limit: int = _ERROR_UNITS) -> Piece:
    return _tagged("pre", clip(clean(text, lines=True).strip(), limit))


def _piece(text: str) -> Piece:
    return Piece(html.escape(text, quote=False), utf16_units(text))


def _tagged(tag: str, text: str) -> Piece:
    inner = _piece(text)
    return Piece(f"<{tag}>{inner.html}</{tag}>", inner.units, 1) if text else inner


def join(pieces: Iterable[Piece], separator: str = "\n") -> Piece:
    """Return the pieces one after the other, with the separator, which is text, between them."""
    joined = Piece()
    for number, piece in enumerate(pieces):
        joined = (joined + _piece(separator) if number else joined) + piece
    return joined


def to_plain(message: str) -> str:
    """Return a message without its markup: the way out where Telegram refuses it. Accepts any text."""
    return html.unescape(re.sub(r"</?[a-z][^<>]*>", "", message))


# Messages -----------------------------------------------------------------------------------------------------------


def render_notice(notice: Notice) -> str:
    """Return what an episode's or outage's notice says."""
    match notice.kind:
        case NoticeKind.OPENED | NoticeKind.UPDATED:
            return drift_opened(notice)
        case NoticeKind.GREW:
            return drift_grew(notice)
        case NoticeKind.CLOSED:
            return drift_closed(notice)
        case NoticeKind.RESOLVED:
            return drift_resolved(notice)
        case NoticeKind.UNREACHABLE | NoticeKind.STILL_UNREACHABLE:
            return unreachable(notice)
        case NoticeKind.REACHABLE:
            return reachable(notice)


def drift_opened(notice: Notice) -> str:
    """Return the live message: every finding that is open, worst first, as it is now."""
    active = tuple(finding for finding in notice.findings if not finding.acknowledged)
    worst = _worst(active or notice.findings)
    sign = _SIGNS[worst] if active else "🔕"
    head = _piece(f"{sign} Drift on ") + bold(notice.target) + _piece(f": {_count(notice.findings)}, worst ")
    head += bold(worst)
    foot = plain(f"since {_moment(notice.since)}")
    if notice.at != notice.since:
        foot += plain(f", as of {_moment(notice.at)}")
    return _with_findings(head, notice.findings, foot)


def drift_grew(notice: Notice) -> str:
    worst = _worst(notice.findings)
    head = _piece(f"{_SIGNS[worst]} More drift on ") + bold(notice.target)
    head += _piece(f": {len(notice.findings)} new or worse, worst ") + bold(worst)
    return _with_findings(head, notice.findings, plain(f"drift since {_moment(notice.since)}"))


def drift_closed(notice: Notice) -> str:
    """Return what the live message becomes: what it had been, without SQL that must not be run any more."""
    head = _piece("✅ Resolved: drift on ") + bold(notice.target) + _piece(f", {_count(notice.findings)}")
    return _with_findings(head, notice.findings, plain(_lasted(notice)), sql=False)


def drift_resolved(notice: Notice) -> str:
    head = _piece("✅ Drift on ") + bold(notice.target) + _piece(" is resolved")
    return join([head, plain(f"{_count(notice.findings)}, {_lasted(notice)}")]).html


def unreachable(notice: Notice) -> str:
    head = _piece("⚫ ") + bold(notice.target) + _piece(" cannot be checked; whether it drifted is not known")
    return join([head, block(notice.reason), plain(f"since {_moment(notice.since)}")]).html


def reachable(notice: Notice) -> str:
    head = _piece("✅ ") + bold(notice.target) + _piece(" can be checked again")
    return join([head, plain(f"it could not for {duration(notice.at - notice.since)}")]).html


def applied(target: str, migrations: Sequence[str], *, version: int, took: timedelta) -> str:
    """Tell of migrations that ran on a development target; names as in `000002_aegis_v2`."""
    head = _piece("✅ Applied to ") + bold(target) + plain(f": version {version}, in {duration(took)}")
    return join([head, *_names(migrations)]).html


def apply_failed(target: str, migration: str, *, error: str, version: int | None, dirty: bool) -> str:
    """Tell of a migration that failed; `version` is where the database stands now."""
    head = _piece("❌ ") + code(migration) + _piece(" failed on ") + bold(target)
    stands = "has no version" if version is None else f"is at version {version}"
    foot = plain(f"the database {stands}" + (", dirty: look at it before the next try" if dirty else ", clean"))
    return join([head, block(error), foot]).html


def promoted(
    target: str,
    migrations: Sequence[str],
    *,
    version: int,
    who: str,
    took: timedelta,
    backup: str,
    differences: Sequence[str] = (),
) -> str:
    """Tell of migrations that a person promoted to a protected target; `differences` are what verifying found."""
    head = (
        _piece("⚠️ Promoted, but not as expected, to " if differences else "🚀 Promoted to ")
        + bold(target)
        + plain(f": version {version}, in {duration(took)}")
    )
    foot = _piece("by ") + code(who) + (_piece("; backup ") + code(backup) if backup else Piece())
    found = [plain(sentence) for sentence in differences[:10]]
    return join([head, *_names(migrations), *found, foot]).html


def test_message(*, host: str, version: str) -> str:
    return join([_piece("👋 guardian can write here"), _piece(f"version {version} on ") + code(host)]).html


# Parts ---------------------------------------------------------------------------------------------------------------


def _with_findings(head: Piece, findings: Sequence[FindingView], foot: Piece, *, sql: bool = True) -> str:
    """Return head, findings and foot: first as many sentences as fit, then SQL from the worst on while it fits."""
    budget = MAX_UNITS - head.units - foot.units - 40  # what separators and "… and N more" need
    entities = MAX_ENTITIES - head.entities - foot.entities
    shown = [_finding(finding) for finding in findings[: entities // _ENTITIES_PER_FINDING]]
    while sum(piece.units + 2 for piece in shown) > budget:
        shown.pop()
    free = budget - sum(piece.units + 2 for piece in shown)
    for number in range(len(shown)) if sql else ():
        revert = _revert(findings[number])
        if revert.units + 1 <= free and revert.units:
            shown[number] = join([shown[number], revert])
            free -= revert.units + 1
    hidden = len(findings) - len(shown)
    more = [_piece(f"… and {hidden} more")] if hidden else []
    return join([head, *shown, *more, foot], "\n\n").html


def _finding(finding: FindingView) -> Piece:
    line = _piece(f"{_SIGNS[finding.severity]} ") + plain(finding.sentence)
    return line + _piece(" (acknowledged)") if finding.acknowledged else line


def _revert(finding: FindingView) -> Piece:
    """Return the SQL that undoes the finding, whole or not at all: half a statement is worse than none."""
    revert_sql = clean(finding.revert_sql or "", lines=True).strip()
    if not revert_sql or finding.acknowledged:
        return Piece()
    if utf16_units(revert_sql) > _SQL_UNITS or revert_sql != (finding.revert_sql or "").strip():
        return code(f"guardian drift revert {finding.id}")
    return block(revert_sql)


def _names(names: Sequence[str], most: int = 20) -> list[Piece]:
    shown = [code(name) for name in names[:most]]
    return [*shown, _piece(f"… and {len(names) - most} more")] if len(names) > most else shown


def _worst(findings: Sequence[FindingView]) -> str:
    return min((finding.severity for finding in findings), key=SEVERITIES.index)


def _count(findings: Sequence[FindingView]) -> str:
    quiet = Counter(finding.acknowledged for finding in findings)[True]
    changes = "1 change" if len(findings) == 1 else f"{len(findings)} changes"
    return f"{changes}, {quiet} acknowledged" if quiet else changes


def _lasted(notice: Notice) -> str:
    return f"lasted {duration(notice.at - notice.since)}, from {_moment(notice.since)} to {_moment(notice.at)}"


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def duration(span: timedelta) -> str:
    """Return the span in its two largest units: `2 d 3 h`, `3 h 12 min`, `1 min 5 s`, `0.4 s`."""
    seconds = max(span.total_seconds(), 0.0)
    if seconds < 10:  # noqa: PLR2004 - below that, tenths are worth reading
        return f"{seconds:.1f} s"
    units = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
    rest = int(seconds)
    parts: list[str] = []
    for name, size in units:
        count, rest = divmod(rest, size)
        parts += [f"{count} {name}"] if count or parts else []
    return " ".join(part for part in parts[:2] if not part.startswith("0 "))
