from __future__ import annotations

from dataclasses import asdict

import click

from guardian.app.lint import lint
from guardian.cli.context import Context, pass_context


@click.command()
@click.argument("files", nargs=-1)
@pass_context
def command(context: Context, files: tuple[str, ...]) -> int:
    """Check names, pairs, order, syntax and the lock file; of FILES only, where given."""
    problems = [p for p in lint(context.config()) if not files or any(p.file.endswith(name) for name in files)]
    context.show("\n".join(str(problem) for problem in problems) or "nothing found", [asdict(p) for p in problems])
    return 3 if problems else 0
