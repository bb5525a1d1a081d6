"""What a push brings, as git tells its hooks: which range of commits is to be judged for each reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guardian.adapters.git import GitError, Repository
from guardian.app.staged import Range

_NO_COMMIT = "0"
_DEFAULT_NAMES = ("HEAD", "main", "master")
# More than these are not asked which of them a new branch came from.
_MOST_BRANCHES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """A reference on the receiving side: what it was, what it is to be; zeros for what is not there."""

    name: str
    old: str
    new: str


def parse_received(lines: Iterable[str]) -> tuple[Pushed, ...]:
    """Return what pre-receive is told: `old new reference` in each line. Raises GitError."""
    return tuple(Pushed(old=old, new=new, name=name) for old, new, name in _split(lines, 3))


def parse_pushing(lines: Iterable[str]) -> tuple[Pushed, ...]:
    """Return what pre-push is told: `reference id reference id`, here and there, in each line. Raises GitError."""
    return tuple(Pushed(old=old, new=new, name=name) for _, new, name, old in _split(lines, 4))


def received_ranges(folder: Path, pushed: Iterable[Pushed]) -> tuple[tuple[str, Range], ...]:
    """Return (reference, range) in the repository that takes the push; what is deleted is left out."""
    repository = Repository.discover(folder)
    defaults = ("HEAD", *(f"refs/heads/{name}" for name in _DEFAULT_NAMES[1:]))
    return _ranges(repository, pushed, defaults, "refs/heads/")


def pushing_ranges(folder: Path, pushed: Iterable[Pushed], *, remote: str) -> tuple[tuple[str, Range], ...]:
    """Return (reference, range) in the repository that pushes; of the remote it knows what was last fetched."""
    repository = Repository.discover(folder)
    defaults = tuple(f"refs/remotes/{remote}/{name}" for name in _DEFAULT_NAMES)
    return _ranges(repository, pushed, defaults, f"refs/remotes/{remote}/")


def _split(lines: Iterable[str], count: int) -> Iterator[list[str]]:
    for line in lines:
        words = line.split()
        if len(words) != count:
            raise GitError(f"this hook was told {line[:80]!r}, which is not what git tells it; let git itself call it")
        yield words


def _ranges(
    repository: Repository, pushed: Iterable[Pushed], defaults: tuple[str, ...], others: str
) -> tuple[tuple[str, Range], ...]:
    found: dict[Range, str] = {}
    for one in pushed:
        # A tag may stand for a file; then it brings no migrations.
        if one.new.strip(_NO_COMMIT) and repository.find_commit(one.new):
            found.setdefault(_range(repository, one, defaults, others), one.name)
    return tuple((name, between) for between, name in found.items())


def _range(repository: Repository, one: Pushed, defaults: tuple[str, ...], others: str) -> Range:
    if one.name.startswith("refs/heads/") and one.old.strip(_NO_COMMIT):
        # Judged by state: a forced push replaces what was there, promotions included.
        return Range(since=one.old, to=one.new, strict=True)
    default = next((commit for name in defaults if (commit := repository.find_commit(name))), None)
    if default is not None and (repository.merge_base(one.new, default) or repository.shallow):
        return Range(since=default, to=one.new)
    known = repository.branches(others)[:_MOST_BRANCHES] if default is None else ()
    fork = repository.merge_base(one.new, *known) if known else None
    return Range(since=fork or _NO_COMMIT, to=one.new, strict=True)
