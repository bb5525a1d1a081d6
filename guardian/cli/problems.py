"""Problems on stdout, in the form that was asked for: what `lint` and `check` have in common."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

import click

from guardian.cli.context import Context
from guardian.lint.problem import Problem
from guardian.report.problem import Format, render_problems

format_option: Callable[[Callable[..., int]], Callable[..., int]] = click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    help="How problems are told  [default: console; json with --json].",
)


def tell(context: Context, problems: Sequence[Problem], form: str | None) -> int:
    """Print the problems and return the exit code: 3 with some, 0 without."""
    chosen = Format(form) if form else Format.JSON if context.as_json else Format.CONSOLE
    text = render_problems(problems, chosen, colour=_colour())
    if text:
        print(text)
    return 3 if problems else 0


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
