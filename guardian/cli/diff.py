from __future__ import annotations

import click

from guardian.app.schema_source import load_schema, refuse_unknown_schemas
from guardian.cli.context import Context, pass_context
from guardian.report.diff import diff_document, diff_text, sql_text, unseen_text
from guardian.schema.ddl import render_ddl
from guardian.schema.diff import diff


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
    old = load_schema(a, schemas=schemas, config=context.config)
    new = load_schema(b, schemas=schemas, config=context.config)
    refuse_unknown_schemas(schemas, old, new)
    unseen = unseen_text(old, new)
    if unseen:
        context.say(unseen)
    changes = diff(old, new)
    text = sql_text(render_ddl(old, new)) if sql else diff_text(changes)
    context.show(text, diff_document(changes), exact=sql)
    return 3 if changes else 0
