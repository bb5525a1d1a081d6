from __future__ import annotations

import click

from guardian.adapters.operator import fetch_operator
from guardian.app.migrate import force_version
from guardian.cli.context import Context, confirm_target, pass_context
from guardian.cli.progress import progress


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("target")
@click.argument("version", type=int)
@pass_context
def command(context: Context, target: str, version: int) -> int:
    """Write VERSION (-1 for none) into the version table and clear dirty; runs no file."""
    config, found = context.target(target)
    confirm_target(found, f"set its version to {version} without running anything")
    wanted = None if version == -1 else version
    before = force_version(found, wanted, operator=fetch_operator(config.root), listener=progress(context))
    context.show(
        f"{target} is at {'no version' if wanted is None else f'version {wanted}'}, was at {before}",
        {"target": target, "version": wanted, "before": before.version, "before_dirty": before.dirty},
    )
    return 0
