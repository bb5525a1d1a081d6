"""A baseline in the place of migrations 1..V: what it is called, and how the lock file accounts for what is gone.

The baseline's two lock lines carry `replaces`, a hash chained over file name and checksum of every replaced line, in
order of version. A line that itself replaces earlier ones stands in the chain for them, so that a squash of a squash
has the hash of the first lines followed by the later ones, and can be judged against any commit before. Promotions are
not part of it: they come and go with branches, and are handed on to the baseline instead.

The hash ties the deletion to the very lines that are gone. It is no signature: who can write the lock file can compute
it, as they can every other line there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from guardian.errors import Refused, UsageError
from guardian.migrate.lock_line import LockLine, Promotion
from guardian.migrate.migration import Direction, Migration, MigrationFile, parse_file_name
from guardian.migrate.migration_set import MigrationSet

_TITLE = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class SquashPlan:
    """`replaced` are the migrations that go, `rest` those that stay; file names of the baseline that comes."""

    version: int
    title: str
    replaced: tuple[Migration, ...]
    rest: tuple[Migration, ...]
    up_name: str
    down_name: str


def plan_squash(files: MigrationSet, lock: Iterable[LockLine], *, version: int, title: str) -> SquashPlan:
    """Return what a squash to the version replaces. Raises UsageError for an unknown version, Refused."""
    if not _TITLE.match(title):
        raise UsageError(
            f'"{title}" is no migration name; use lower case letters, digits and underscores, as in baseline'
        )
    last = files.get(version)
    if last is None:
        raise UsageError(f"there is no migration with version {version}; guardian status shows what there is")
    replaced = files.upto(version)
    if len(replaced) == 1:
        already = any(line.replaces and line.version == version for line in lock)
        why = "is a squash already" if already else "is the only migration up to there"
        raise Refused(f"{last.name} {why}, so there is nothing to squash")
    parsed = parse_file_name((last.up or last.down or MigrationFile(name="", content=b"")).name)
    digits = parsed.digits if parsed else f"{version:06d}"
    up_name, down_name = (f"{digits}_{title}.{direction}.sql" for direction in Direction)
    taken = {file.name for migration in files for file in (migration.up, migration.down) if file}
    if taken & {up_name, down_name}:
        raise UsageError(f"there is a migration {digits}_{title} already; give the baseline another name with --name")
    return SquashPlan(
        version=version,
        title=title,
        replaced=replaced,
        rest=files.after(version),
        up_name=up_name,
        down_name=down_name,
    )


def squashed_versions(lines: Iterable[LockLine]) -> frozenset[int]:
    """Return the versions that are baselines: a target that ran the replaced files has another checksum there."""
    return frozenset(line.version for line in lines if line.replaces and line.version is not None)


def chain(lines: Iterable[LockLine]) -> str:
    """Return the hash over the lines, in order of version and name; empty for no line of a migration."""
    state = ""
    for line in sorted((line for line in lines if line.version is not None), key=_place):
        if line.replaces is not None and state in {"", line.replaces}:
            state = line.replaces
        else:
            state = hashlib.sha256(f"{state}\n{line.file} {line.checksum}".encode()).hexdigest()
    return state


def _place(line: LockLine) -> tuple[int, str]:
    return line.version or 0, line.file


def replaced_by(baseline: LockLine, lines: Iterable[LockLine]) -> tuple[LockLine, ...]:
    """Return those of the lines that the baseline's line accounts for: all up to its version, or none."""
    last = baseline.version
    if baseline.replaces is None or last is None:
        return ()
    older = tuple(
        line
        for line in lines
        if line.version is not None and line.version <= last and line.replaces != baseline.replaces
    )
    return older if older and chain(older) == baseline.replaces else ()


def settle(lines: Iterable[LockLine]) -> tuple[LockLine, ...]:
    """Return the lines without those that a baseline among them accounts for; their promotions go to it."""
    left = {line.file: line for line in lines}
    for name in sorted((name for name, line in left.items() if line.replaces), key=lambda name: _place(left[name])):
        baseline = left.get(name)
        gone = replaced_by(baseline, left.values()) if baseline else ()
        if gone:
            pair = [line for line in left.values() if baseline and line.replaces == baseline.replaces]
            left = {file: line for file, line in left.items() if line not in gone}
            left.update((line.file, replace(line, promotions=_inherited(line.promotions, gone))) for line in pair)
    return tuple(left.values())


def _inherited(marks: Iterable[Promotion], gone: Iterable[LockLine]) -> tuple[Promotion, ...]:
    """Return the marks, and for targets without one the last promotion of what is gone."""
    by_target = {mark.target: mark for line in gone for mark in sorted(line.promotions)}
    for line in gone:
        for mark in line.promotions:
            by_target[mark.target] = max(mark, by_target[mark.target])
    by_target.update((mark.target, mark) for mark in marks)
    return tuple(sorted(by_target.values()))


def squash_lines(
    lines: Iterable[LockLine], files: Iterable[MigrationFile], *, version: int, targets: Collection[str], when: datetime
) -> tuple[LockLine, ...]:
    """Return the lock file's lines after the squash; `files` are the baseline's.

    It inherits the promotions; `targets` are the protected ones, of which it is known that they are there.
    """
    gone = tuple(line for line in lines if line.version is not None and line.version <= version)
    now = when.astimezone(UTC).replace(microsecond=0)
    inherited = _inherited((), gone)
    known = {mark.target for mark in inherited}
    marks = (*inherited, *(Promotion(when=now, target=target) for target in targets if target not in known))
    baseline = tuple(
        LockLine(file=file.name, checksum=file.checksum, promotions=tuple(sorted(marks)), replaces=chain(gone))
        for file in files
    )
    return (*(line for line in lines if line not in gone), *baseline)
