"""One's own migrations moved behind those of the target branch: on disk, in the lock file, and on DEV.

DEV is not marked anew but migrated: what ran there under an old number is undone with its recorded text and run again
under the new one, so that history stays what happened. Before, that is tried in a scratch database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from guardian.adapters.git import Repository
from guardian.adapters.git_migrations import commit_tree
from guardian.adapters.migrations_dir import read_migration_files
from guardian.adapters.renumber_files import finish, move_files
from guardian.adapters.renumber_files import refuse_unfinished as refuse_unfinished_renumber
from guardian.adapters.squash_files import refuse_unfinished
from guardian.app.load import find_target
from guardian.app.lock import known_lock
from guardian.app.renumber_dev import Undoing, ask, prove, redo, undo
from guardian.app.session import Session, open_target, target_lock
from guardian.app.target_branch import TargetBranch, find_base, find_target_branch
from guardian.config import Config, Target
from guardian.errors import GuardianError, Refused
from guardian.lint.tree import Tree
from guardian.migrate.event import Listener
from guardian.migrate.lock_file import LOCK_FILE_NAME, merge, render_lock_file, update
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.numbering import own_names, versions_of
from guardian.migrate.record import Operator
from guardian.migrate.renumber import Kept, Move, plan_renumber

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumberer:
    """What a renumbering needs; `onto` names the branch, `offline` leaves every database alone."""

    config: Config
    onto: str | None
    offline: bool
    operator: Operator
    listener: Listener
    now: datetime
    say: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbered:
    """`moves` are done, or with `written` False only planned; `undone` what that means for each database, by name.

    `finished` are the moves that an earlier run had begun. `missing` are files of the branch that are not here yet.
    """

    onto: str
    moves: tuple[Move, ...]
    undone: tuple[Undoing, ...] = ()
    finished: tuple[Move, ...] = ()
    missing: tuple[str, ...] = ()
    written: bool = False


def renumber(renumberer: Renumberer, *, dry_run: bool) -> Renumbered:
    """Move the files, or only say which. Raises GuardianError; then nothing is moved."""
    directory = renumberer.config.migrations_dir
    refuse_unfinished(directory)
    if dry_run:
        refuse_unfinished_renumber(directory)
    finished = finish(directory)
    content = read_migration_files(directory)
    kept = _kept(renumberer, directory)
    moves = plan_renumber(content, kept, naming=renumberer.config.naming, now=renumberer.now)
    # What is squashed into a baseline here is not missing, it is gone on purpose.
    first = min(versions_of(content), default=0)
    missing = tuple(sorted(n for n in kept.tip - content.keys() if min(versions_of([n]), default=-1) >= first))
    planned = Renumbered(onto=kept.name, moves=moves, finished=finished, missing=missing)
    if not moves:
        return planned
    names = {move.old: move.new for move in moves}
    after = MigrationSet.from_files({names.get(name, name): text for name, text in content.items()})
    lock = _lock_text(directory, after)
    with _opened(renumberer, dry_run=dry_run) as sessions:
        found = [(session, _ask(session, content, planned, after)) for session in sessions]
        undone = tuple(undoing for _, undoing in found if undoing is not None)
        if dry_run:
            return replace(planned, undone=undone)
        _carry_out(renumberer, planned, found, after, lock)
    return replace(planned, undone=undone, written=True)


def _carry_out(
    renumberer: Renumberer,
    planned: Renumbered,
    found: list[tuple[Session, Undoing | None]],
    after: MigrationSet,
    lock: str | None,
) -> None:
    concerned = [(session, undoing) for session, undoing in found if undoing is not None]
    for session, undoing in concerned:
        renumberer.say(f"trying in a scratch database what is to be done on {session.target.name}")
        prove(renumberer.config, session, undoing, after, again=not planned.missing)
    with _told(renumberer.say, "no file is moved; guardian up TARGET runs again what was undone on a target"):
        for session, undoing in concerned:
            renumberer.say(f"undoing {_names(undoing)} on {session.target.name}")
            undo(session, undoing, operator=renumberer.operator, listener=renumberer.listener)
        move_files(renumberer.config.migrations_dir, planned.moves, lock=lock)
    with _told(renumberer.say, "the files are moved; bring each target on with guardian up TARGET"):
        for session, undoing in concerned if not planned.missing else ():
            renumberer.say(f"the files are moved; bringing {session.target.name} to version {undoing.redo_to}")
            redo(session, undoing, after, operator=renumberer.operator, listener=renumberer.listener)


@contextmanager
def _told(say: Say, how_it_stands: str) -> Iterator[None]:
    """Where the block fails, say what it leaves."""
    try:
        yield
    except BaseException:
        say(how_it_stands)
        raise


def _names(undoing: Undoing) -> str:
    return ", ".join(migration.name for migration in undoing.migrations)


def _lock_text(directory: Path, after: MigrationSet) -> str | None:
    known = known_lock(directory)
    there = known.lines or (directory / LOCK_FILE_NAME).exists()
    return render_lock_file(update(known, after)) if there else None


def _ask(session: Session, content: dict[str, bytes], planned: Renumbered, after: MigrationSet) -> Undoing | None:
    with _explained(session.target):
        return ask(session, content, planned.moves, after)


@contextmanager
def _opened(renumberer: Renumberer, *, dry_run: bool) -> Iterator[list[Session]]:
    """Open every development target, and hold its migrators' lock: nobody else shall run the old files meanwhile."""
    names = [] if renumberer.offline else [target.name for target in renumberer.config.targets if not target.protected]
    with ExitStack() as stack:
        sessions = []
        for name in names:
            target = find_target(renumberer.config, name)
            with _explained(target):
                sessions.append(stack.enter_context(open_target(target)))
                if not dry_run:
                    stack.enter_context(target_lock(sessions[-1], renumberer.listener))
        yield sessions


@contextmanager
def _explained(target: Target) -> Iterator[None]:
    try:
        yield
    except GuardianError as fault:
        raise Refused(
            f"nothing was moved, as it is not known what {target.name} has of these migrations: {fault}; with "
            f"--offline the files are moved and {target.name} is left to you"
        ) from fault


def _kept(renumberer: Renumberer, directory: Path) -> Kept:
    repository = Repository.discover(directory)
    place = repository.inside(".")
    target = find_target_branch(repository, renumberer.onto or renumberer.config.git.target_branch)
    head = repository.head()
    others = _others(repository, target, head, named=renumberer.onto is not None)
    if not others:
        raise Refused("git knows no branch to come after; name one with --onto, or target_branch in [git]")
    tips = [commit_tree(repository, other.commit, place) for other in others]
    base = _files([commit_tree(repository, find_base(repository, other, head), place) for other in others])
    lock = known_lock(directory)
    squashed = frozenset(line.file for line in lock.lines if line.replaces)
    for tip in tips:
        lock = merge(lock, tip.lock)
    return Kept(
        name=others[0].name,
        tip=_tip(tips, base),
        base=base,
        promoted=frozenset(line.file for line in lock.promoted),
        squashed=squashed,
    )


def _others(
    repository: Repository, target: TargetBranch | None, head: str | None, *, named: bool
) -> tuple[TargetBranch, ...]:
    """Return whose files keep their numbers: the target branch's, and in a merge those of the other side.

    On the target branch itself, its own: there the branch that is merged into it has to give way.
    """
    merging = () if named else repository.merge_heads()
    if not merging:
        return () if target is None else (target,)
    if head is not None and target is not None and _stands_on(repository, target, head):
        return (replace(target, commit=head), target)
    theirs = tuple(TargetBranch(name=commit[:12], branch=commit, commit=commit) for commit in merging)
    return theirs if target is None else (target, *theirs)


def _stands_on(repository: Repository, target: TargetBranch, head: str) -> bool:
    return head == target.commit or repository.symbolic_ref("HEAD") == f"refs/heads/{target.branch}"


def _tip(trees: list[Tree], base: frozenset[str]) -> frozenset[str]:
    """Return what keeps its number: all of the first tree, and of each further one what comes after those before it."""
    found = frozenset(trees[0].files)
    for tree in trees[1:]:
        last = max(versions_of(found), default=-1)
        found |= {name for name in own_names(tree.files, tip=found, base=base) if min(versions_of([name])) > last}
    return found


def _files(trees: list[Tree]) -> frozenset[str]:
    return frozenset(name for tree in trees for name in tree.files)
