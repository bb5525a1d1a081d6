from __future__ import annotations

import click

from guardian import clock
from guardian.adapters.operator import fetch_operator
from guardian.app.renumber import Renumbered, Renumberer, renumber
from guardian.cli.context import Context, pass_context
from guardian.cli.progress import progress


@click.command()
@click.option("--onto", metavar="REF", help="The branch to come after  [default: the target branch].")
@click.option("--dry-run", is_flag=True, help="Print what would be moved and undone.")
@click.option("--offline", is_flag=True, help="Move the files, and leave every database alone.")
@pass_context
def command(context: Context, onto: str | None, *, dry_run: bool, offline: bool) -> int:
    """Move one's own unpromoted migrations behind the last of the target branch, also in the middle of a merge.

    What a development target has of them is undone there and run again under the new numbers.
    """
    config = context.config()
    renumberer = Renumberer(
        config=config,
        onto=onto,
        offline=offline,
        operator=fetch_operator(config.root),
        listener=progress(context),
        now=clock.now(),
        say=context.say,
    )
    done = renumber(renumberer, dry_run=dry_run)
    context.show("\n".join(_lines(done)), _document(done))
    for sentence in _advice(done, offline=offline):
        context.say(sentence)
    return 0


def _lines(done: Renumbered) -> list[str]:
    moves = [*done.finished, *done.moves]
    lines = [f"{move.old} -> {move.new}" for move in sorted(moves, key=lambda move: move.new)]
    verb = "undone and run again on" if done.written else "to be undone and run again on"
    lines += [f"{verb} {u.target}: {', '.join(m.name for m in u.migrations)}" for u in done.undone]
    return lines or [f"nothing to move: all comes after {done.onto}"]


def _advice(done: Renumbered, *, offline: bool) -> list[str]:
    if not (done.written or done.finished):
        return []
    advice = ["finished what an earlier run had begun"] if done.finished else []
    advice.append("git add the migrations directory, deleted names too, and commit")
    if offline:
        advice.append("no database was asked: where one of these has run, undo it and run it again: guardian status")
    if done.missing:
        first = f"{done.missing[0]} of {done.onto} is not here yet: merge it"
        advice.append(f"{first}, then bring each development target on with guardian up TARGET")
    return advice


def _document(done: Renumbered) -> dict[str, object]:
    return {
        "onto": done.onto,
        "moves": {move.old: move.new for move in done.moves},
        "finished": {move.old: move.new for move in done.finished},
        "undone": {u.target: [migration.name for migration in u.migrations] for u in done.undone},
        "missing": list(done.missing),
        "written": done.written,
    }
