from __future__ import annotations

import click

from guardian.app.drift_check import check_drift
from guardian.app.expected import ExpectedSchemas
from guardian.app.load import find_target, load_migrations
from guardian.cli.context import Context, pass_context
from guardian.config import Config
from guardian.errors import UsageError
from guardian.report.drift import drift_document, drift_text


@click.command()
@click.argument("target", required=False)
@pass_context
def command(context: Context, target: str | None) -> int:
    """Compare TARGET (the protected one, where there is one only) with what its migrations make."""
    config = context.config()
    found = find_target(config, target or _only_protected(config))
    report = check_drift(config, found, load_migrations(config), ExpectedSchemas(config))
    context.show(drift_text(report), drift_document(report))
    if report.migrating is not None:
        return 1
    return 3 if report.drifted else 0


def _only_protected(config: Config) -> str:
    names = [target.name for target in config.targets if target.protected]
    if len(names) != 1:
        raise UsageError("say which target to check: guardian drift TARGET")
    return names[0]
