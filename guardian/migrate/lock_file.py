"""The lock file: which migration files there are, what they hold, and which of them are promoted for ever.

    guardian-lock 1 sha256:<over all lines below>
    000001_baseline.up.sql sha256:<hex> promoted=2026-01-18T10:00:00Z:prod
    000002_aegis_v2.up.sql sha256:<hex>

The hash in the first line makes two branches that both add a migration conflict in git, wherever their lines stand.
The text is pure ASCII: names and targets that are not plain words are written as JSON strings.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from guardian.errors import GuardianError
from guardian.migrate.migration import parse_file_name
from guardian.migrate.migration_set import MigrationSet, checksums

LOCK_FILE_NAME = "guardian.lock"

_FORMAT = "1"
_WORD = r"[A-Za-z0-9_.+-]+"
_STRING = r'"(?:[^"\\]|\\.)*"'
_HEADER = re.compile(r"guardian-lock (\S+) sha256:([0-9a-f]{64})\Z")
_LINE = re.compile(rf"({_WORD}|{_STRING}) sha256:([0-9a-f]{{64}})((?: promoted=\S+?Z:(?:{_WORD}|{_STRING}))*)\Z")
_MARK = re.compile(rf" promoted=(\S+?Z):({_WORD}|{_STRING})")


class LockFileError(GuardianError):
    """the lock file cannot be read. Holds `line`, 1-based, and `problem`."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"{LOCK_FILE_NAME} line {line}: {problem}; run `guardian lock` to write it anew")
        self.line, self.problem = line, problem


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Promotion:
    """When, to the second in UTC, and on which target a file was promoted."""

    when: datetime
    target: str

    def __str__(self) -> str:
        return f"{_render_when(self.when)} on {self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockLine:
    """One file of the migrations directory; `promotions` in order of time."""

    file: str
    checksum: str
    promotions: tuple[Promotion, ...] = ()

    @property
    def promoted(self) -> bool:
        return bool(self.promotions)

    @property
    def version(self) -> int | None:
        name = parse_file_name(self.file)
        return name.version if name else None


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
    body = "".join(f"{_render_line(line)}\n" for line in lock.lines)
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
    lock = _build(parsed)
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
    return _build(lines.values())


def update(lock: LockFile, migration_set: MigrationSet) -> LockFile:
    """Return the lock file that fits the files, except that promoted lines stay as they are whatever the files say."""
    lines = {name: LockLine(file=name, checksum=digest) for name, digest in checksums(migration_set)}
    lines.update((line.file, line) for line in lock.promoted)
    return _build(lines.values())


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


def _build(lines: Iterable[LockLine]) -> LockFile:
    by_name = {line.file: line for line in lines}
    return LockFile(tuple(by_name[name] for name in sorted(by_name)))


def _marked(line: LockLine, mark: Promotion) -> LockLine:
    if any(known.target == mark.target for known in line.promotions):
        return line
    return replace(line, promotions=tuple(sorted([*line.promotions, mark])))


def _merge_line(first: LockLine, second: LockLine) -> LockLine:
    if not second.promoted or (first.promoted and first.checksum != second.checksum):
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
    match = _LINE.match(text)
    if match is None:
        raise LockFileError(number, f"expected `FILE sha256:... [promoted=TIME:TARGET]`, found {text[:60]!r}")
    try:
        marks = tuple(
            Promotion(when=datetime.fromisoformat(m[1]), target=_unquote(m[2])) for m in _MARK.finditer(match[3])
        )
        line = LockLine(file=_unquote(match[1]), checksum=match[2], promotions=marks)
    except ValueError as error:
        raise LockFileError(number, f"cannot be read ({error})") from None
    if _render_line(line) != text:
        raise LockFileError(number, "is not as guardian writes it")
    return line


def _render_line(line: LockLine) -> str:
    marks = (f" promoted={_render_when(mark.when)}:{_quote(mark.target)}" for mark in line.promotions)
    return f"{_quote(line.file)} sha256:{line.checksum}{''.join(marks)}"


def _render_when(when: datetime) -> str:
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def _quote(word: str) -> str:
    return word if re.fullmatch(_WORD, word) else json.dumps(word)


def _unquote(word: str) -> str:
    return str(json.loads(word)) if word.startswith('"') else word


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
