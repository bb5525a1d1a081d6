from __future__ import annotations

import click

from guardian.app.compare import compare_schemas
from guardian.cli.context import Context, pass_context
from guardian.report.diff import diff_document, diff_text, sql_text, unseen_text
from guardian.schema.ddl import render_ddl


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--schema", "schemas", multiple=True, metavar="NAME", help="Look at this schema; may be repeated.")
@click.option("--sql", is_flag=True, help="Print the DDL that turns A into B.")
@pass_context
def command(context: Context, a: str, b: str, *, schemas: tuple[str, ...], sql: bool) -> int:
    """Show the changes that turn schema A into schema B.

    A and B: a target, a postgres:// URL, a snapshot file, or migrations[@V].
    """
    found = compare_schemas(a, b, schemas=schemas, config=context.config)
    unseen = unseen_text(found.old, found.new)
    if unseen:
        context.say(unseen)
    text = sql_text(render_ddl(found.old, found.new)) if sql else diff_text(found.changes)
    context.show(text, diff_document(found.changes), exact=sql)
    return 3 if found.changes else 0
