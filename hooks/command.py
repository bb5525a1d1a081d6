"""What the hooks share: arguments in, problems out, exit code back.

argparse and not click: a hook runs with every commit, and starts a third faster so.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from guardian.app.staged import Range
from guardian.errors import GuardianError, UsageError
from guardian.names import printable


def run(
    check: Callable[..., Sequence[object]],
    argv: Sequence[str] | None,
    *,
    name: str,
    about: str | None,
    switches: Mapping[str, str] = MappingProxyType({}),
    options: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> int:
    """Return 0 without problems, 1 with some, each told on stderr, 2 for a wrong call.

    `switches` are options of this one hook, name to help, and reach `check` as keywords; so do `options`, name to what
    their value is called and help.
    """
    parser = _parser(name, about)
    for switch, help_text in switches.items():
        parser.add_argument(f"--{switch}", action="store_true", help=help_text)
    for option, (value, help_text) in options.items():
        parser.add_argument(f"--{option}", metavar=value, help=help_text)
    arguments = parser.parse_args(argv)
    chosen = {option: getattr(arguments, option) for option in (*switches, *options)}

    def judge() -> int:
        problems = check(Path.cwd(), migrations=arguments.migrations, between=_range(arguments), **chosen)
        for problem in problems:
            sys.stderr.write(f"{problem}\n")
        return 1 if problems else 0

    return guarded(name, judge)


def guarded(name: str, action: Callable[[], int]) -> int:
    """Return the action's exit code; a foreseeable fault is told in one sentence."""
    try:
        return action()
    except GuardianError as error:
        sys.stderr.write(f"{name}: {printable(str(error))}\n")
        return error.exit_code
    except OSError as error:
        what = f"{printable(str(error.filename))}: " if error.filename is not None else ""
        sys.stderr.write(f"{name}: {what}{error.strerror or error}; see to it and try again\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(f"{name}: interrupted\n")
        return 130


def _parser(name: str, about: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=name, description=about)
    parser.add_argument("--migrations", metavar="DIR", help="the migrations directory; else guardian.toml says so")
    parser.add_argument("--from-ref", metavar="REV", help="judge a range of commits instead of the index")
    parser.add_argument("--to-ref", metavar="REV", help="the end of the range; HEAD where only --from-ref is given")
    parser.add_argument(
        "--strict", action="store_true", help="REV of --to-ref replaces that of --from-ref, as in a push"
    )
    parser.add_argument("files", nargs="*", help="ignored: git itself is asked, as deletions are never passed")
    return parser


def _range(arguments: argparse.Namespace) -> Range | None:
    since, to, strict = arguments.from_ref, arguments.to_ref, arguments.strict
    if since is None and to is None:
        since, to = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
        # Set by pre-commit for a real push only, not for `pre-commit run --from-ref`.
        strict = strict or "PRE_COMMIT_REMOTE_BRANCH" in os.environ
    if not since and not to and "PRE_COMMIT_REMOTE_BRANCH" in os.environ:
        # pre-commit names no range where everything is new to the remote.
        return Range(since="0", to=os.environ.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD", strict=True)
    if not since:
        if to:
            raise UsageError("--to-ref needs --from-ref too, the commit to compare with")
        return None
    return Range(since=since, to=to or "HEAD", strict=strict)
