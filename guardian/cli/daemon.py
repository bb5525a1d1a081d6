from __future__ import annotations

import os

import click

from guardian.adapters.log import configure_log
from guardian.cli.context import Context, pass_context
from guardian.daemon.service import Service


@click.command()
@pass_context
def command(context: Context) -> int:
    """Watch the migrations directory, apply to DEV, check for drift, alert. Runs until SIGTERM."""
    config = context.config()
    configure_log(verbose=context.verbose, as_json=context.as_json)
    return Service(config, os.environ).run()
