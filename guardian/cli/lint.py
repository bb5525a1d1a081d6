from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from guardian.app.lint import lint
from guardian.cli.context import Context, pass_context
from guardian.cli.problems import format_option, tell
from guardian.errors import UsageError
from guardian.lint.problem import Problem


@click.command()
@click.argument("files", nargs=-1)
@format_option
@pass_context
def command(context: Context, *, files: tuple[str, ...], form: str | None) -> int:
    """Check names, pairs, order, the lock file and the SQL; of FILES only, where given."""
    config = context.config()
    only = {Path(name).name for name in files} if files else None
    problems = lint(config, only=only)
    return tell(context, _about(problems, files, config.root) if files else problems, form)


def _about(problems: Sequence[Problem], files: Sequence[str], root: Path) -> tuple[Problem, ...]:
    """Return the problems of these files, named from the current folder. Raises UsageError for one that is nowhere."""
    wanted = {Path(name).resolve() for name in files}
    found = tuple(problem for problem in problems if (root / problem.file).resolve() in wanted)
    for name in files:
        # A file that was deleted has a problem; of one that never was, "nothing found" would be no answer.
        if not Path(name).exists() and not any((root / p.file).resolve() == Path(name).resolve() for p in found):
            raise UsageError(f"there is no file {name}; name files of {root} as they are seen from here")
    return found
