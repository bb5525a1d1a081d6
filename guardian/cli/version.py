from __future__ import annotations

import click

from guardian.app.migrate import fetch_version
from guardian.cli.context import Context, pass_context


@click.command()
@click.argument("target")
@pass_context
def command(context: Context, target: str) -> int:
    """Print the version of a target."""
    _, found = context.target(target)
    state = fetch_version(found)
    context.show(str(state), {"target": target, "version": state.version, "dirty": state.dirty})
    return 0
