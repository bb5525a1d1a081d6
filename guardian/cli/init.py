from __future__ import annotations

from pathlib import Path

import click

from guardian.app.init import initialise
from guardian.cli.context import Context, pass_context


@click.command()
@pass_context
def command(context: Context) -> int:
    """Write guardian.toml, migrations/README.md and .pre-commit-config.yaml here; never overwrites."""
    done = initialise(Path.cwd())
    lines = [*(f"written  {path}" for path in done.written), *(f"kept     {path}" for path in done.kept)]
    context.show(
        "\n".join(lines),
        {"written": [str(path) for path in done.written], "kept": [str(path) for path in done.kept]},
    )
    if done.hooks_to_add is not None:
        context.say(f"\nadd these hooks to your .pre-commit-config.yaml:\n\n{done.hooks_to_add}")
    context.say(
        "next: set GUARDIAN_DEV_URL and GUARDIAN_PROD_URL, then run guardian doctor; the git hooks are put in place by "
        "pre-commit install, or by guardian hooks install"
    )
    return 0
