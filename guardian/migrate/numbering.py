"""The next version in the project's style, and which migrations are one's own: not yet where others have them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from guardian.config import Naming, NumberStyle
from guardian.migrate.migration import parse_file_name

_TIMESTAMP = "%Y%m%d%H%M%S"


def next_version(naming: Naming, last: int | None, *, now: datetime) -> int:
    """Return the version that follows `last`; in the style of timestamps the time now, or a second after the last."""
    if naming.style is NumberStyle.SEQUENTIAL:
        return (last or 0) + 1
    moment = int(f"{now.astimezone(UTC):{_TIMESTAMP}}")
    if last is None or moment > last:
        return moment
    known = parse_timestamp(str(last))
    return last + 1 if known is None else int(f"{known + timedelta(seconds=1):{_TIMESTAMP}}")


def parse_timestamp(digits: str) -> datetime | None:
    """Return the UTC time that 14 digits stand for, None where they stand for none."""
    try:
        return datetime.strptime(digits, _TIMESTAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def own_names(names: Iterable[str], *, tip: Collection[str], base: Collection[str]) -> frozenset[str]:
    """Return the migration files that are new here: on neither of the two, nor a new title of what the base had.

    `tip` are the files of the branch that others have, `base` those of the commit where one's own branch left it.
    """
    there = set(names)
    retitled = versions_of(base) - versions_of(there & set(base))
    known = {name: parse_file_name(name) for name in there - set(tip) - set(base)}
    return frozenset(name for name, found in known.items() if found is not None and found.version not in retitled)


def versions_of(names: Iterable[str]) -> frozenset[int]:
    return frozenset(found.version for found in map(parse_file_name, names) if found is not None)
