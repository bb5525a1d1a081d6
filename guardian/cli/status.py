from __future__ import annotations

import click

from guardian.app.load import load_migrations
from guardian.app.status import fetch_status
from guardian.cli.context import Context, pass_context
from guardian.report.status import status_document, status_text


@click.command()
@click.option("--check", is_flag=True, help="Exit with 3 where a target is behind, dirty or unknown.")
@pass_context
def command(context: Context, *, check: bool) -> int:
    """Show every target: version, pending files, last run."""
    config = context.config()
    files = load_migrations(config)
    statuses = fetch_status(config, files)
    context.show(status_text(statuses, files), status_document(statuses, files))
    if any(status.problem for status in statuses):
        return 1
    return 3 if check and not all(status.in_order for status in statuses) else 0
