from __future__ import annotations

import click

from guardian.app.schema_source import load_schema, refuse_unknown_schemas
from guardian.cli.context import Context, pass_context
from guardian.schema.codec import fingerprint


@click.command()
@click.argument("source")
@click.option("--schema", "schemas", multiple=True, metavar="NAME", help="Look at this schema; may be repeated.")
@pass_context
def command(context: Context, source: str, *, schemas: tuple[str, ...]) -> int:
    """Print the fingerprint of SOURCE's schema: equal schemas have equal fingerprints.

    SOURCE: a target, a postgres:// URL, a snapshot file, or migrations[@V].
    """
    snapshot = load_schema(source, schemas=schemas, config=context.config)
    refuse_unknown_schemas(schemas, snapshot)
    context.show(fingerprint(snapshot), {"fingerprint": fingerprint(snapshot)})
    return 0
