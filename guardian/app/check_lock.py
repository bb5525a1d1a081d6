"""Does the lock file fit what will be committed? Where it does not, it is written anew, as a formatter would.

Judged is the index, never the disk: with partial staging the two have different migrations.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from guardian.adapters.migrations_dir import read_damaged_lock, write_lock
from guardian.app.staged import Judged, Range, judged, known_lock
from guardian.errors import GuardianError
from guardian.lint.locked import damage_problems, locked_problems
from guardian.lint.problem import Problem, shown
from guardian.lint.tree import Tree
from guardian.migrate.lock_file import LOCK_FILE_NAME, LockFile, merge, update_lines
from guardian.migrate.migration import parse_file_name


def check_lock(folder: Path, *, migrations: str | None = None, between: Range | None = None) -> tuple[Problem, ...]:
    """Return what does not fit. The index's lock file is written anew on disk; that of a range is only judged."""
    case = judged(folder, migrations=migrations, between=between)
    if case is None:
        return ()
    if case.folder is None:
        return (*damage_problems(case.after), *locked_problems(case.after))
    if _fits(case):
        return ()
    changed = _rewrite(case, case.folder)
    path = case.after.path(LOCK_FILE_NAME)
    add = f"git add {shown(shlex.quote(path))}, and commit again"
    if changed:
        message = "did not fit the staged migrations, and is written anew"
        remedy = f"{add}; where git sees no change there, run guardian lock --staged first"
    else:
        message, remedy = "is as it must be, but that is not staged", add
    return (Problem(rule="lock", file=path, message=message, remedy=remedy),)


def rewrite_staged_lock(folder: Path) -> tuple[Path, bool]:
    """Write the lock file that fits the index of the repository; return where, and whether it changed on disk.

    Raises GuardianError where no migration is staged.
    """
    case = judged(folder, migrations=None, between=None)
    if case is None or case.folder is None:
        raise GuardianError(
            "no migration is staged, so the lock file has nothing to fit; git add what is to be committed"
        )
    return case.folder / LOCK_FILE_NAME, _rewrite(case, case.folder)


def _fits(case: Judged) -> bool:
    lock = case.after.lock
    wanted = _fitting(case.after, merge(known_lock(case), lock))
    if LOCK_FILE_NAME not in case.after.files:
        return not wanted.lines
    return case.after.lock_error is None and lock == wanted


def _rewrite(case: Judged, folder: Path) -> bool:
    # The disk may know of a promotion, or of a squash, that nobody has staged yet.
    known = merge(merge(known_lock(case), case.after.lock), _on_disk(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GuardianError(f"the folder {folder} cannot be made ({error.strerror})") from None
    return write_lock(folder, _fitting(case.after, known))


def _on_disk(folder: Path) -> LockFile:
    return read_damaged_lock(folder) if folder.is_dir() else LockFile()


def _fitting(tree: Tree, known: LockFile) -> LockFile:
    files = ((name, file.checksum) for name, file in tree.files.items() if parse_file_name(name) is not None)
    return update_lines(known, files)
