"""Does a commit, or a range of commits, change what is promoted? Judged offline, from git alone."""

from __future__ import annotations

from pathlib import Path

from guardian.app.staged import Range, judged
from guardian.lint.immutable import immutable_problems
from guardian.lint.problem import Problem


def check_immutable(
    folder: Path, *, migrations: str | None = None, between: Range | None = None
) -> tuple[Problem, ...]:
    """Return the problems of the index, or of the range; nothing where no migration is touched.

    `migrations` is the directory, from `folder`; without it the one that guardian.toml names counts.
    """
    case = judged(folder, migrations=migrations, between=between)
    return () if case is None else immutable_problems(case.after, case.bases, fork=case.fork)
