from __future__ import annotations

import click

from guardian import clock
from guardian.adapters.squash_files import finish
from guardian.app.squash import squash
from guardian.cli.context import Context, pass_context


@click.command()
@click.option("--to", "version", type=click.IntRange(min=0), required=True, metavar="V", help="The last one to go.")
@click.option("--name", "title", default="baseline", show_default=True, help="The baseline's name.")
@click.option("--dry-run", is_flag=True, help="Prove it and print the baseline; write nothing.")
@pass_context
def command(context: Context, version: int, title: str, *, dry_run: bool) -> int:
    """Replace migrations 1..V, applied on every target, by one baseline that is proven to make the same.

    The version number stays, so no database is touched. Where a squash was cut off, that one is finished instead.
    """
    config = context.config()
    finished = () if dry_run else finish(config.migrations_dir)
    if finished:
        context.show(
            f"finished the squash that was cut off: {', '.join(finished)}",
            {"finished": list(finished), "written": True},
        )
        return 0
    done = squash(config, version=version, title=title, now=clock.now(), dry_run=dry_run, say=context.say)
    if done.volatile:
        context.say(
            f"rows that later migrations write to {', '.join(done.volatile)} come out differently with every replay "
            "(now(), random values), and were compared in number only"
        )
    names = [migration.name for migration in done.plan.replaced]
    document = {
        "version": done.plan.version,
        "replaces": names,
        "files": done.files if dry_run else list(done.files),
        "compared_in_number": list(done.volatile),
        "written": done.written,
    }
    if dry_run:
        context.show(done.files[done.plan.up_name].rstrip("\n"), document, exact=True)
        return 0
    context.show(f"{done.plan.up_name} replaces {len(names)} migrations, {names[0]} to {names[-1]}", document)
    context.say("no database was touched; commit the new files, the deleted ones and guardian.lock together")
    return 0
