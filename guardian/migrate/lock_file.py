"""The lock file: which migration files there are, what they hold, and which of them are promoted for ever.

    guardian-lock 1 sha256:<over all lines below>
    000001_baseline.up.sql sha256:<hex> promoted=2026-01-18T10:00:00Z:prod
    000002_aegis_v2.up.sql sha256:<hex>

A baseline that stands for earlier migrations says so at the end of its lines: ` replaces=<hex>`, see
guardian.migrate.squash.

The hash in the first line makes two branches that both add a migration conflict in git, wherever their lines stand.
The text is pure ASCII: names and targets that are not plain words are written as JSON strings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from guardian.errors import GuardianError
from guardian.migrate.lock_line import LockLine, Promotion, parse_line, render_line
from guardian.migrate.migration_set import MigrationSet, checksums
from guardian.migrate.squash import settle

LOCK_FILE_NAME = "guardian.lock"

_FORMAT = "1"
_HEADER = re.compile(r"guardian-lock (\S+) sha256:([0-9a-f]{64})\Z")


class LockFileError(GuardianError):
    """the lock file cannot be read. Holds `line`, 1-based, and `problem`."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"{LOCK_FILE_NAME} line {line}: {problem}; run `guardian lock` to write it anew")
        self.line, self.problem = line, problem


@dataclass(frozen=True, slots=True)
class LockFile:
    """Lines sorted by file name, each name once; built by the functions of this module only."""

    lines: tuple[LockLine, ...] = ()

    def get(self, file: str) -> LockLine | None:
        return next((line for line in self.lines if line.file == file), None)

    @property
    def promoted(self) -> tuple[LockLine, ...]:
        return tuple(line for line in self.lines if line.promoted)


def render_lock_file(lock: LockFile) -> str:
    body = "".join(f"{render_line(line)}\n" for line in lock.lines)
    return f"guardian-lock {_FORMAT} sha256:{_digest(body)}\n{body}"


def parse_lock_file(text: str) -> LockFile:
    """Return the lock file of the text. Raises LockFileError for what guardian did not write."""
    header, *lines = _split(text)
    match = _HEADER.match(header)
    if match is None:
        raise LockFileError(1, f"expected `guardian-lock {_FORMAT} sha256:...`, found {header[:60]!r}")
    if match[1] != _FORMAT:
        raise GuardianError(
            f"{LOCK_FILE_NAME} line 1: format {match[1]} is unknown to this guardian, which knows format {_FORMAT}; "
            "update guardian"
        )
    parsed = [_parse_line(line, number) for number, line in enumerate(lines, start=2)]
    lock = build_lock_file(parsed)
    if len(lock.lines) != len(parsed) or _digest("".join(f"{line}\n" for line in lines)) != match[2]:
        raise LockFileError(1, "the hash does not fit the lines, so the file was edited or merged by hand")
    return lock


def salvage_lock_file(text: str) -> LockFile:
    """Return what can still be read of a damaged lock file, such as one with conflict markers.

    Of two lines for one file the promoted one stays; the marks of both where their checksums are the same.
    """
    lock = LockFile()
    for number, line in enumerate(_split(text), start=1):
        try:
            lock = merge(lock, LockFile((_parse_line(line, number),)))
        except LockFileError:
            continue
    return lock


def merge(first: LockFile, second: LockFile) -> LockFile:
    """Return the lines of both; where they differ the promoted one counts, and of two promoted ones the first."""
    lines = {line.file: line for line in first.lines}
    for line in second.lines:
        known = lines.get(line.file)
        lines[line.file] = line if known is None else _merge_line(known, line)
    # Where one side has squashed what the other still has, the baseline stands for it.
    return build_lock_file(settle(lines.values()))


def update(lock: LockFile, migration_set: MigrationSet) -> LockFile:
    """Return the lock file that fits the files, except that promoted lines stay as they are whatever the files say."""
    return update_lines(lock, checksums(migration_set))


def update_lines(lock: LockFile, files: Iterable[tuple[str, str]]) -> LockFile:
    """Return the same, of the files given as (name, checksum)."""
    lines = {name: LockLine(file=name, checksum=digest) for name, digest in files}
    fitting = [line for line in lock.lines if line.replaces and lines.get(line.file, line).checksum == line.checksum]
    lines.update((line.file, line) for line in (*fitting, *lock.promoted) if line.promoted or line.file in lines)
    return build_lock_file(lines.values())


def mark_promoted(lock: LockFile, versions: Collection[int], target: str, when: datetime) -> LockFile:
    """Return the lock file with the files of these versions marked; a mark for the target that is there stays.

    Raises GuardianError for a version that has no line, ValueError for a `when` without a time zone.
    """
    missing = sorted(set(versions) - {line.version for line in lock.lines if line.version is not None})
    if missing:
        raise GuardianError(f"{LOCK_FILE_NAME}: version {missing[0]} has no line; run `guardian lock` first")
    if when.tzinfo is None:
        raise ValueError("the time of a promotion needs a time zone")
    mark = Promotion(when=when.astimezone(UTC).replace(microsecond=0), target=target)
    return LockFile(tuple(_marked(line, mark) if line.version in versions else line for line in lock.lines))


def violations(lock: LockFile, migration_set: MigrationSet) -> tuple[tuple[str, str], ...]:
    """Return (file, what is wrong) wherever files and lock file disagree; nothing where the lock file is intact."""
    files = dict(checksums(migration_set))
    lines = {line.file: line for line in lock.lines}
    found = [(name, _disagreement(files.get(name), lines.get(name))) for name in sorted(files.keys() | lines.keys())]
    return tuple((name, problem) for name, problem in found if problem is not None)


def _disagreement(digest: str | None, line: LockLine | None) -> str | None:
    if line is None:
        return f"is not in {LOCK_FILE_NAME}; run `guardian lock`"
    if digest == line.checksum:
        return None
    what = "was deleted or renamed" if digest is None else "was changed"
    if line.promoted:
        return f"{what} after its promotion ({line.promotions[0]}); restore it from git"
    return f"{what} since {LOCK_FILE_NAME} was written; run `guardian lock`"


def build_lock_file(lines: Iterable[LockLine]) -> LockFile:
    by_name = {line.file: line for line in lines}
    return LockFile(tuple(by_name[name] for name in sorted(by_name)))


def _marked(line: LockLine, mark: Promotion) -> LockLine:
    if any(known.target == mark.target for known in line.promotions):
        return line
    return replace(line, promotions=tuple(sorted([*line.promotions, mark])))


def _merge_line(first: LockLine, second: LockLine) -> LockLine:
    if not second.promoted or second == first or (first.promoted and first.checksum != second.checksum):
        return first
    if not first.promoted:
        return second
    # Both sides may have marked one promotion: the earlier mark is the one that each of them can agree to.
    by_target: dict[str, Promotion] = {}
    for mark in sorted([*first.promotions, *second.promotions]):
        by_target.setdefault(mark.target, mark)
    return replace(first, promotions=tuple(sorted(by_target.values())))


def _split(text: str) -> list[str]:
    # git may have checked the file out with CRLF; only these two characters end a line.
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def _parse_line(text: str, number: int) -> LockLine:
    try:
        return parse_line(text)
    except ValueError as error:
        raise LockFileError(number, str(error)) from None


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
