from __future__ import annotations

import click

from guardian.app.lock import rewrite_lock
from guardian.cli.context import Context, pass_context


@click.command()
@pass_context
def command(context: Context) -> int:
    """Rewrite migrations/guardian.lock from the files; promoted lines stay as they are."""
    directory = context.config().migrations_dir
    changed = rewrite_lock(directory)
    context.show(
        f"{directory / 'guardian.lock'} {'written' if changed else 'is up to date'}",
        {"file": str(directory / "guardian.lock"), "changed": changed},
    )
    return 0
