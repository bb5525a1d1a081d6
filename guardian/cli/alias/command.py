"""One call of migrate-dev or migrate-prod: flags, the command, its exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from guardian import __version__, clock
from guardian.cli.alias.failed import Failed
from guardian.cli.alias.flags import BadFlags, Flags, HelpWanted, parse_flags
from guardian.cli.alias.usage import COMMAND_FLAGS, COMMAND_USAGE, GLOBAL_FLAGS, usage
from guardian.cli.context import Context
from guardian.cli.interrupt import INTERRUPTED, noting_interrupts
from guardian.errors import GuardianError


def migrate(name: str, words: Sequence[str]) -> int:
    """Run golang-migrate's command line against the target of this name and return its exit code."""
    try:
        flags = parse_flags(words, GLOBAL_FLAGS)
    except (BadFlags, HelpWanted) as fault:
        return _explain(fault, usage(name))
    if flags.given("version"):
        _say(__version__)
        return 0
    if flags.given("help") or not flags.arguments or flags.arguments[0] not in COMMAND_FLAGS:
        _say(usage(name))
        return 0 if flags.given("help") else 2
    command, *rest = flags.arguments
    if command == "force" and rest[:1] == ["-1"]:
        rest = ["--", *rest]  # Go takes it for a flag; nobody means one
    try:
        # Like golang-migrate, `version` looks at nothing that follows it.
        own = parse_flags(rest, COMMAND_FLAGS[command]) if COMMAND_FLAGS[command] else Flags()
    except (BadFlags, HelpWanted) as fault:
        return _explain(fault, COMMAND_USAGE[command])
    if own.given("help"):
        _say(COMMAND_USAGE[command])
        return 0
    return _guarded(name, command, flags, own)


def _guarded(name: str, command: str, flags: Flags, own: Flags) -> int:
    try:
        with noting_interrupts():
            if command == "create":
                _create(own)
                return 0
            return _run(name, command, flags, own)
    except (GuardianError, Failed) as fault:
        if flags.given("verbose"):
            traceback.print_exc()
        _say(str(fault) if isinstance(fault, Failed) else f"error: {fault}")
        return 1
    except KeyboardInterrupt:
        _say("error: interrupted")
        return INTERRUPTED


def _run(name: str, command: str, flags: Flags, own: Flags) -> int:
    # Help and version need neither PostgreSQL nor a promotion, and those take most of a second to import.
    from guardian.cli.alias.run import RUNS, Call  # noqa: PLC0415
    from guardian.cli.alias.settings import load_settings  # noqa: PLC0415

    context = Context(config_file=None, as_json=False, verbose=flags.given("verbose"), quiet=False)
    settings = load_settings(name, flags, folder=Path.cwd(), environment=os.environ)
    RUNS[command](Call(settings=settings, context=context, flags=own))
    return 0


def _create(flags: Flags) -> None:
    from guardian.app.create import DEFAULT_DIGITS, DEFAULT_FORMAT, NewPair, create_pair  # noqa: PLC0415 - as above

    if not flags.arguments:
        raise Failed("please specify name")
    if not flags.text("ext"):
        raise Failed("-ext flag must be specified")
    pair = NewPair(
        title=flags.arguments[0],
        extension=flags.text("ext"),
        directory=Path(flags.text("dir") or "."),
        sequence=flags.given("seq"),
        digits=flags.number("digits", DEFAULT_DIGITS),
        format=flags.text("format", DEFAULT_FORMAT),
        zone=flags.text("tz", "UTC"),
    )
    for path in create_pair(pair, now=clock.now()):
        _say(str(path))


def _explain(fault: BadFlags | HelpWanted, text: str) -> int:
    if isinstance(fault, BadFlags):
        _say(str(fault))
    _say(text)
    return 2 if isinstance(fault, BadFlags) else 0


def _say(text: str) -> None:
    print(text, file=sys.stderr)
