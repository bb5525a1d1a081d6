from __future__ import annotations

import click

from guardian import clock
from guardian.app.load import load_migrations
from guardian.app.new_migration import new_migration
from guardian.cli.context import Context, pass_context


@click.command()
@click.argument("name")
@pass_context
def command(context: Context, name: str) -> int:
    """Create the next empty pair of migration files, NAME in lower case with underscores."""
    config = context.config()
    up, down = new_migration(config, load_migrations(config), title=name, now=clock.now())
    context.show(f"Created:\n  {up}\n  {down}", {"up": str(up), "down": str(down)})
    context.say(
        "\nNext steps:\n  1. Edit the two files\n  2. Test in DEV: guardian up dev\n"
        "  3. guardian lock, and commit\n  4. Apply to PROD: guardian promote prod"
    )
    return 0
