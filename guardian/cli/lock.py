from __future__ import annotations

from pathlib import Path

import click

from guardian.app.check_lock import rewrite_staged_lock
from guardian.app.lock import rewrite_lock
from guardian.cli.context import Context, pass_context


@click.command()
@click.option("--staged", is_flag=True, help="From the files as they are staged in git, not as they are on disk.")
@pass_context
def command(context: Context, *, staged: bool) -> int:
    """Rewrite migrations/guardian.lock from the files; promoted lines stay as they are."""
    if staged:
        # As the hook: the index says which directory it is, and no configuration is needed.
        path, changed = rewrite_staged_lock(Path.cwd())
    else:
        directory = context.config().migrations_dir
        path, changed = directory / "guardian.lock", rewrite_lock(directory)
    context.show(f"{path} {'written' if changed else 'is up to date'}", {"file": str(path), "changed": changed})
    return 0
