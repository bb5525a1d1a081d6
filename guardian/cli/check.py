from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from guardian.app.check import CHECKS, WANTED, check
from guardian.app.staged import Range
from guardian.cli.context import Context, pass_context
from guardian.cli.problems import format_option, tell
from guardian.errors import UsageError


def _switches(function: Callable[..., int]) -> Callable[..., int]:
    for name in WANTED:
        function = click.option(f"--{name}", "wanted", flag_value=name, multiple=True, help=f"Check {name} too.")(
            function
        )
    return function


@click.command()
@click.option("--from-ref", metavar="REV", help="Judge a range of commits instead of the index.")
@click.option("--to-ref", metavar="REV", help="The end of the range  [default: HEAD].")
@click.option("--strict", is_flag=True, help="REV of --to-ref replaces that of --from-ref, as in a push.")
@click.option("--migrations", metavar="DIR", help="The migrations directory  [default: as guardian.toml in git says].")
@click.option("--skip", metavar="CHECK", type=click.Choice(tuple(CHECKS)), multiple=True, help="Leave a check out.")
@format_option
@_switches
@pass_context
def command(
    context: Context,
    *,
    from_ref: str | None,
    to_ref: str | None,
    strict: bool,
    migrations: str | None,
    skip: tuple[str, ...],
    form: str | None,
    wanted: tuple[str, ...] = (),
) -> int:
    """Check what is staged, or a range of commits, as all commit hooks do: from git alone, without a database."""
    if context.config_file is not None:
        raise UsageError("check reads guardian.toml as it stands in git; leave --config out, or say --migrations DIR")
    between = _range(from_ref, to_ref, strict=strict)
    problems = check(Path.cwd(), migrations=migrations, between=between, skip=skip, wanted=wanted)
    return tell(context, problems, form)


def _range(since: str | None, to: str | None, *, strict: bool) -> Range | None:
    if since is None and to is None:
        if strict:
            raise UsageError("--strict needs --from-ref too, the commit to compare with")
        return None
    if not since:
        # An empty one is a CI variable that is not set: judging the empty index instead would say that all is well.
        raise UsageError("--from-ref is missing or empty; name the commit to compare with, or 0 for none")
    if to == "":
        raise UsageError("--to-ref is empty; name the last commit of the range, or leave it out for HEAD")
    return Range(since=since, to=to or "HEAD", strict=strict)
