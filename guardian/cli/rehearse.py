from __future__ import annotations

import click

from guardian.app.load import find_target, load_migrations
from guardian.app.rehearse import rehearse
from guardian.cli.context import Context, pass_context
from guardian.report.rehearsal import rehearsal_document, rehearsal_text


@click.command()
@click.argument("target", required=False)
@pass_context
def command(context: Context, target: str | None) -> int:
    """Run migrations up, down and up again in a scratch database, and compare what they leave.

    Those that are not promoted; with TARGET those that are pending there.
    """
    config = context.config()
    found = find_target(config, target) if target else None
    rehearsal = rehearse(config, load_migrations(config), target=found, say=context.say)
    context.show(rehearsal_text(rehearsal), rehearsal_document(rehearsal))
    return 3 if rehearsal.findings else 0
