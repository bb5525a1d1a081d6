"""Does a commit, or a range of commits, change what is promoted? Judged offline, from git alone."""

from __future__ import annotations

from pathlib import Path

from guardian.app.staged import Range, judged
from guardian.lint.immutable import immutable_problems
from guardian.lint.locked import locked_problems
from guardian.lint.problem import Problem


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
    problems = immutable_problems(case.after, case.bases, fork=case.fork)
    return (*problems, *locked_problems(case.after)) if locked else problems
