from __future__ import annotations

import click

from guardian.adapters.operator import fetch_operator
from guardian.app.load import load_migrations
from guardian.app.migrate import migrate_up, preview_up
from guardian.app.session import open_target
from guardian.cli.context import Context
from guardian.cli.progress import plan_document, plan_text, progress
from guardian.cli.stop import stop_after_file


@click.command()
@click.argument("target")
@click.argument("n", type=int, required=False)
@click.option("--dry-run", is_flag=True, help="Print what would be run.")
@click.pass_context
def command(ctx: click.Context, target: str, n: int | None, *, dry_run: bool) -> int:
    """Apply all pending migrations, or the next N. On a protected target this is `promote`."""
    context = ctx.find_object(Context)
    assert context is not None  # noqa: S101 - set by the group
    config, found = context.target(target)
    if found.protected:
        from guardian.cli.promote import command as promote  # noqa: PLC0415 - only where it is wanted

        return int(ctx.invoke(promote, target=target, dry_run=dry_run, limit=n) or 0)
    files = load_migrations(config)
    if dry_run:
        with open_target(found) as session:
            plan = preview_up(session, files, n)
        context.show("\n".join(step.file.name for step in plan.steps) or "no change", plan_document(plan))
        return 0
    with stop_after_file(context) as stopped:
        plan = migrate_up(
            found, files, limit=n, operator=fetch_operator(config.root), listener=progress(context), stopped=stopped
        )
    context.show(plan_text(plan), plan_document(plan))
    return 0
