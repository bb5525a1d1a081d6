from __future__ import annotations

import click

from guardian.adapters.operator import fetch_operator
from guardian.app.load import load_migrations
from guardian.app.migrate import migrate_goto
from guardian.cli.context import Context, confirm_target, pass_context
from guardian.cli.progress import plan_document, plan_text, progress
from guardian.cli.stop import stop_after_file


@click.command()
@click.argument("target")
@click.argument("version", type=int)
@pass_context
def command(context: Context, target: str, version: int) -> int:
    """Go to VERSION, forward or back."""
    config, found = context.target(target)
    confirm_target(found, "undo migrations there, which may lose data")
    with stop_after_file(context) as stopped:
        plan = migrate_goto(
            found,
            load_migrations(config),
            version=version,
            operator=fetch_operator(config.root),
            listener=progress(context),
            stopped=stopped,
        )
    context.show(plan_text(plan), plan_document(plan))
    return 0
