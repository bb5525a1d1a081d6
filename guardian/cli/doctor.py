from __future__ import annotations

from dataclasses import asdict

import click

from guardian.app.doctor import Check, examine
from guardian.app.load import find_target
from guardian.cli.context import Context, pass_context


@click.command()
@click.argument("target", required=False)
@pass_context
def command(context: Context, target: str | None) -> int:
    """Check connections, rights, versions, tools, Telegram and clocks, and say what to do."""
    config = context.config()
    if target is not None:
        find_target(config, target)
    checks = examine(config, target=target)
    context.show("\n".join(line for check in checks for line in _lines(check)), [asdict(check) for check in checks])
    return 0 if all(check.well for check in checks) else 1


def _lines(check: Check) -> list[str]:
    first = f"{'ok    ' if check.well else 'FAILED'}  {check.name}: {check.finding}"
    return [first, f"        what to do: {check.remedy}"] if check.remedy else [first]
