"""The door of the service on the command line."""

from __future__ import annotations

import os
from typing import Protocol

import click
import structlog

from guardian.adapters.log import configure_log
from guardian.app.load import find_target
from guardian.app.twin import refuse_same_database
from guardian.config import Config
from guardian.daemon.service import Service
from guardian.daemon.signals import Ending, wishes_from_signals
from guardian.errors import GuardianError

logger = structlog.get_logger()


class Options(Protocol):
    """What the command line hands over: its global options."""

    @property
    def as_json(self) -> bool: ...

    @property
    def verbose(self) -> bool: ...

    def config(self) -> Config: ...


@click.command()
@click.pass_obj
def command(options: Options) -> int:
    """Watch the migrations directory, apply to DEV, check for drift, alert. Runs until SIGTERM."""
    config = _read(options)
    configure_log(verbose=options.verbose, as_json=options.as_json)
    # Door and door do not know each other: what starts both hands over how the page is opened.
    open_page = click.get_current_context().meta.get("guardian.open_page")
    with wishes_from_signals() as wishes:
        while Service(config, os.environ, wishes, open_page=open_page).run() is Ending.RELOAD:
            config = _reloaded(options, config)
            wishes.reloaded()
    return 0


def _read(options: Options) -> Config:
    config = options.config()
    if config.daemon.apply_to is not None:
        # PROD under the name of DEV is refused, also by a reload, and also where another host name leads to it.
        refuse_same_database(config, find_target(config, config.daemon.apply_to))
    return config


def _reloaded(options: Options, config: Config) -> Config:
    """Return the configuration as it is now, or the one before where it is no good any more."""
    try:
        return _read(options)
    except GuardianError as fault:
        logger.error("the configuration is kept as it was", action="reload", reason=str(fault))
        return config
