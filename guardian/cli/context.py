"""What every command has at hand: the global options, the configuration, and where to print."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from guardian.config import Config, Target
from guardian.errors import UsageError
from guardian.names import printable
from guardian.report.document import render_json
from guardian.report.lines import Line, Span, Tone, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    config_file: Path | None
    as_json: bool
    verbose: bool
    quiet: bool

    def config(self) -> Config:
        """Return the configuration. Raises ConfigError."""
        from guardian.app.load import load_config  # noqa: PLC0415 - help needs no configuration

        return load_config(self.config_file, folder=Path.cwd(), environment=os.environ)

    def target(self, name: str) -> tuple[Config, Target]:
        from guardian.app.load import find_target  # noqa: PLC0415 - as above

        config = self.config()
        return config, find_target(config, name)

    def say(self, message: str) -> None:
        """Tell a person what goes on: stderr, so that stdout holds results only."""
        if not self.quiet:
            print(printable(message, lines=True), file=sys.stderr)

    def show(self, text: str, document: object, *, exact: bool = False) -> None:
        """Print a result: text, or with --json the document.

        What a database or a file is called drives no terminal; an `exact` text, which a program or a server is to
        read, is only changed where a person reads it.
        """
        if self.as_json:
            print(render_json(document))
        else:
            print(text if exact and not sys.stdout.isatty() else printable(text, lines=True))

    def show_lines(self, lines: Iterable[Line], document: object) -> None:
        """Print a result in colours, where a person reads it and has not said no to them (NO_COLOR)."""
        if self.as_json:
            print(render_json(document))
            return
        coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        for one in lines:
            print("".join(_painted(span) for span in one) if coloured else plain([one]))


_STYLES: Mapping[Tone, Mapping[str, Any]] = {
    Tone.ADDED: {"fg": "green"},
    Tone.REMOVED: {"fg": "red"},
    Tone.ALTERED: {"fg": "yellow"},
    Tone.FAINT: {"dim": True},
    Tone.BOLD: {"bold": True},
}


def _painted(span: Span) -> str:
    style = _STYLES.get(span.tone)
    return click.style(span.text, **style) if style and span.text.strip() else span.text


pass_context = click.make_pass_decorator(Context)


def confirm_target(target: Target, what: str) -> None:
    """Ask for the protected target's name before something is done to it. Raises UsageError for any other answer."""
    if not target.protected:
        return
    try:
        answer = click.prompt(
            f"{target.name} is protected. To {what}, type its name", default="", show_default=False, err=True
        )
    except click.Abort:
        answer = ""
    if not sys.stdin.isatty():
        print(file=sys.stderr)  # nobody's return key ended the line
    if answer.strip() != target.name:
        raise UsageError(f"not confirmed; nothing was done to {target.name}")
