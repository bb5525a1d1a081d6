"""What going from one commit to another means for DEV: compared are the migrations of both, from git alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from guardian.adapters.git import Repository
from guardian.adapters.git_migrations import commit_tree, configured_directory
from guardian.lint.tree import Tree
from guardian.migrate.migration import Direction, parse_file_name
from guardian.names import printable

_NO_COMMIT = "0"
_MOST_NAMES = 4


def explain_branch(folder: Path, *, since: str, to: str, rebased: bool = False) -> tuple[str, ...]:
    """Return a line for what is gone, for what is changed and for what is new; nothing where all is as before.

    Nothing is said in the middle of a rebase either, which is no state that anybody works on; with `rebased` it is
    over, although git has not cleared it away yet. Raises GuardianError.
    """
    repository = Repository.discover(folder)
    old, new = repository.find_commit(since), repository.find_commit(to)
    if old is None or new is None or old == new or (_rebasing(repository) and not rebased):
        return ()
    before, after = (_migrations(_tree(repository, commit)) for commit in (old, new))
    return tuple(_lines(before, after, old))


def _lines(before: Mapping[str, str], after: Mapping[str, str], old: str) -> Iterator[str]:
    gone = sorted(before.keys() - after.keys(), key=_version)
    changed = sorted((name for name in before.keys() & after.keys() if before[name] != after[name]), key=_version)
    new = sorted(after.keys() - before.keys(), key=_version)
    if gone or changed:
        # DEV can be taken back only where the files are: on the commit that was left.
        kept = [_version(name) for name in before if _version(name) < min(map(_version, [*gone, *changed]))]
        undo = f"guardian goto dev {max(kept)}" if kept else "guardian down dev --all"
        if gone:
            yield f"not here any more: {_names(gone)}"
        if changed:
            yield f"with another text here: {_names(changed)}"
        yield "where DEV has run them (guardian status says), take them back there first:"
        yield f"    git switch --detach {old[:12]} && {undo} && git switch -"
    if new:
        yield f"new here: {_names(new)}; guardian up dev runs them"


def _migrations(tree: Tree) -> dict[str, str]:
    """Return the checksum of each migration's up file by the migration's name."""
    found = {}
    for name, file in tree.files.items():
        parsed = parse_file_name(name)
        if parsed is not None and parsed.direction is Direction.UP:
            found[name.split(".", 1)[0]] = file.checksum
    return found


def _tree(repository: Repository, commit: str) -> Tree:
    return commit_tree(repository, commit, configured_directory(repository, commit))


def _rebasing(repository: Repository) -> bool:
    return any(repository.git_path(name).is_dir() for name in ("rebase-merge", "rebase-apply"))


def _version(name: str) -> int:
    return int(name.split("_", 1)[0])


def _names(names: Iterable[str]) -> str:
    shown = [printable(name) for name in names]
    more = f" and {len(shown) - _MOST_NAMES} more" if len(shown) > _MOST_NAMES else ""
    return f"{', '.join(shown[:_MOST_NAMES])}{more}"
