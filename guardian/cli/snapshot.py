from __future__ import annotations

import sys
from pathlib import Path

import click

from guardian.adapters.write_file import write_file
from guardian.app.schema_source import load_schema, refuse_unknown_schemas
from guardian.cli.context import Context, pass_context
from guardian.names import printable
from guardian.schema.codec import fingerprint, render_snapshot


@click.command()
@click.argument("source")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write  [default: stdout].")
@click.option("--schema", "schemas", multiple=True, metavar="NAME", help="Look at this schema; may be repeated.")
@pass_context
def command(context: Context, source: str, *, output: Path | None, schemas: tuple[str, ...]) -> int:
    """Write the schema of SOURCE as canonical JSON.

    SOURCE: a target, a postgres:// URL, a snapshot file, or migrations[@V].
    """
    snapshot = load_schema(source, schemas=schemas, config=context.config)
    refuse_unknown_schemas(schemas, snapshot)
    text = render_snapshot(snapshot)
    if output is None:
        click.echo(printable(text, lines=True) if sys.stdout.isatty() else text, nl=False)
        return 0
    write_file(output, text)
    document = {"file": str(output), "objects": len(snapshot.objects), "fingerprint": fingerprint(snapshot)}
    context.show(f"{output}: {len(snapshot.objects)} objects, fingerprint {fingerprint(snapshot)}", document)
    return 0
