"""Everything that a commit must fit, over the index or a range of commits: what CI and a server's hook ask."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from guardian.app.check_immutable import check_immutable
from guardian.app.check_lint import check_lint
from guardian.app.check_naming import check_naming
from guardian.app.check_order import check_order
from guardian.app.check_rehearse import check_rehearse
from guardian.app.staged import Range
from guardian.lint.problem import Problem

# name -> check(folder, migrations=, between=); a check more is a line more.
CHECKS: dict[str, Callable[..., Collection[Problem]]] = {
    "naming": check_naming,
    "order": check_order,
    "immutable": partial(check_immutable, locked=True),
    "lint": check_lint,
}
# What takes longer than a commit should wait: run only where it is asked for, each by a switch of its name.
WANTED: dict[str, Callable[..., Collection[Problem]]] = {"rehearse": check_rehearse}


def check(
    folder: Path,
    *,
    migrations: str | None = None,
    between: Range | None = None,
    skip: Collection[str] = (),
    wanted: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Return what the checks find, each fault once, sorted by place.

    `skip` are names of CHECKS, `wanted` of WANTED. Raises GuardianError where git cannot answer.
    """
    chosen = [run for name, run in CHECKS.items() if name not in skip]
    chosen += [run for name, run in WANTED.items() if name in wanted]
    found: dict[tuple[object, ...], Problem] = {}
    for run in chosen:
        for problem in run(folder, migrations=migrations, between=between):
            found.setdefault(_identity(problem), problem)
    return tuple(found[key] for key in sorted(found))


def _identity(problem: Problem) -> tuple[str, int, int, str, str]:
    """By which two checks that see one fault are known; its order is that in which a person reads."""
    return problem.file, problem.line or 0, problem.column or 0, problem.code, problem.message
