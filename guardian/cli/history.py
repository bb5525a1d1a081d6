from __future__ import annotations

import click

from guardian.app.history import fetch_recorded_texts, fetch_records
from guardian.cli.context import Context, pass_context
from guardian.errors import UsageError
from guardian.report.history import history_document, history_text


@click.command()
@click.argument("target")
@click.argument("n", type=int, required=False)
@click.option("--text", "version", type=int, help="Print the up and down files of this version, as they ran.")
@pass_context
def command(context: Context, target: str, n: int | None, version: int | None) -> int:
    """Show what was run on TARGET, when and by whom: the last N runs, or all."""
    if n is not None and n < 1:
        raise UsageError(f"the number of runs must be 1 or more, not {n}")
    _, found = context.target(target)
    if version is not None:
        texts = fetch_recorded_texts(found, version)
        parts = [f"-- {name}\n{text}" for name, text in (("up", texts.up), ("down", texts.down)) if text is not None]
        context.show("\n".join(parts), {"version": version, "up": texts.up, "down": texts.down})
        return 0
    records = fetch_records(found)
    shown = records if n is None else records[-n:]
    context.show(history_text(target, shown), history_document(target, shown))
    return 0
