from __future__ import annotations

from pathlib import Path

import click

from guardian.adapters.write_file import write_file
from guardian.app.load import load_migrations
from guardian.app.overview import fetch_overview
from guardian.cli.context import Context, pass_context
from guardian.report.html import render_page
from guardian.report.overview import overview_document


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write  [default: stdout].")
@pass_context
def command(context: Context, *, output: Path | None) -> int:
    """Write the status page as one HTML file; with --json, what it shows.

    A target that cannot be looked at shows its problem on the page, and the exit code is 1.
    """
    config = context.config()
    overview = fetch_overview(config, load_migrations(config))
    if output is not None:
        write_file(output, render_page(overview))
        context.say(f"{output}: the status of {', '.join(target.name for target in overview.targets) or 'no target'}")
    if context.as_json:
        context.show("", overview_document(overview))
    elif output is None:
        click.echo(render_page(overview).encode())  # bytes: the page is UTF-8, whatever the terminal is
    return 0 if overview.complete else 1
