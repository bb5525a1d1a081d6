"""Does a commit, or a range of commits, change what is promoted? Judged offline, from git alone."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from guardian.adapters.migrations_dir import read_damaged_lock
from guardian.app.staged import Judged, Range, judged
from guardian.lint.immutable import immutable_problems
from guardian.lint.locked import locked_problems
from guardian.lint.problem import Problem, shown
from guardian.migrate.lock_file import LOCK_FILE_NAME


def check_immutable(
    folder: Path, *, migrations: str | None = None, between: Range | None = None, locked: bool = False
) -> tuple[Problem, ...]:
    """Return the problems of the index, or of the range; nothing where no migration is touched.

    `migrations` is the directory, from `folder`; without it the one that guardian.toml names counts. With `locked` the
    lock file must fit the files that are not promoted, too.
    """
    case = judged(folder, migrations=migrations, between=between)
    if case is None:
        return ()
    problems = (*immutable_problems(case.after, case.bases, fork=case.fork), *_left_out(case))
    return (*problems, *locked_problems(case.after)) if locked else problems


def _left_out(case: Judged) -> Iterator[Problem]:
    """Judge a lock file that git was never given: what it marks would be promoted for this one disk only."""
    known = any(LOCK_FILE_NAME in tree.files for tree in (case.after, *(tree for _, tree in case.bases)))
    if known or case.folder is None or not case.folder.is_dir():
        return
    promoted = read_damaged_lock(case.folder).promoted
    if promoted:
        path = case.after.path(LOCK_FILE_NAME)
        yield Problem(
            rule="immutable",
            file=path,
            message=f"marks {len(promoted)} files as promoted, {shown(promoted[0].file)} first, but is not in git",
            remedy=f"git add --force {shown(shlex.quote(path))}",
        )
