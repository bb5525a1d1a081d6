from __future__ import annotations

import click

from guardian.adapters.operator import fetch_operator
from guardian.app.load import load_migrations
from guardian.app.migrate import migrate_down
from guardian.cli.context import Context, confirm_target, pass_context
from guardian.cli.progress import plan_document, plan_text, progress
from guardian.cli.stop import stop_after_file
from guardian.errors import UsageError


@click.command()
@click.argument("target")
@click.argument("n", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="Undo every migration.")
@pass_context
def command(context: Context, target: str, n: int | None, *, everything: bool) -> int:
    """Undo the last N migrations with their down files."""
    if (n is None) is not everything:
        raise UsageError("say how many migrations to undo: a number N, or --all")
    config, found = context.target(target)
    confirm_target(found, "undo migrations there, which may lose data")
    with stop_after_file(context) as stopped:
        plan = migrate_down(
            found,
            load_migrations(config),
            limit=n,
            operator=fetch_operator(config.root),
            listener=progress(context),
            stopped=stopped,
        )
    context.show(plan_text(plan), plan_document(plan))
    return 0
