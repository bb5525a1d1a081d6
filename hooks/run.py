"""Run all of guardian's checks for one of git's own hooks, as the scripts of `guardian hooks install` do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from guardian.app.pushed import parse_pushing, parse_received, pushing_ranges, received_ranges
from guardian.app.staged import Range
from guardian.names import printable
from hooks.command import guarded

COMMIT = ("naming", "immutable", "order", "lock", "lint")
PUSH = COMMIT
RECEIVE = ("immutable",)

_USAGE = """\
usage: guardian-hook [--rehearse] HOOK [ARGUMENT...]

HOOK is pre-commit, pre-merge-commit, pre-push, post-merge, post-checkout, post-rewrite or pre-receive; the arguments
and the standard input are what git gives to a hook of that name. With --rehearse what is pushed is run in a scratch
database, too.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Return 0 where all checks pass, the worst of their exit codes otherwise."""
    words = list(sys.argv[1:] if argv is None else argv)
    rehearse = words[:1] == ["--rehearse"]
    name, *arguments = words[rehearse:] or [""]
    action = _rehearsing if rehearse and name == "pre-push" else _ACTIONS.get(name)
    if action is None:
        sys.stderr.write(_USAGE)
        return 2
    for variable in [variable for variable in os.environ if variable.startswith("PRE_COMMIT_")]:
        # What an outer pre-commit asks for is not what git asks of this hook.
        del os.environ[variable]
    return guarded(f"guardian {name}", lambda: action(arguments))


def _committing(_: Sequence[str]) -> int:
    return max(_check(name, []) for name in COMMIT)


def _pushing(arguments: Sequence[str], checks: Sequence[str] = PUSH) -> int:
    remote = arguments[0] if arguments else "origin"
    return _judge(checks, pushing_ranges(Path.cwd(), parse_pushing(_lines()), remote=remote))


def _rehearsing(arguments: Sequence[str]) -> int:
    return _pushing(arguments, (*PUSH, "rehearse"))


def _receiving(_: Sequence[str]) -> int:
    return _judge(RECEIVE, received_ranges(Path.cwd(), parse_received(_lines())))


def _checking_out(arguments: Sequence[str]) -> int:
    before, after, of_branch = (*arguments, "", "", "")[:3]
    return _check("branch", ["--from-ref", before, "--to-ref", after]) if of_branch == "1" else 0


def _merged(arguments: Sequence[str]) -> int:
    # A squash merge leaves HEAD where it was.
    return 0 if list(arguments) == ["1"] else _check("branch", [])


def _rewritten(arguments: Sequence[str]) -> int:
    return _check("branch", ["--rebased"] if list(arguments) == ["rebase"] else [])


def _judge(checks: Sequence[str], ranges: Sequence[tuple[str, Range]]) -> int:
    worst = 0
    for name, between in ranges:
        strict = ["--strict"] if between.strict else []
        code = max(_check(check, ["--from-ref", between.since, "--to-ref", between.to, *strict]) for check in checks)
        if code:
            sys.stderr.write(f"guardian: {printable(name)} is refused\n")
        worst = max(worst, code)
    return worst


def _check(name: str, arguments: list[str]) -> int:
    main_of: Callable[[Sequence[str]], int] = import_module(f"hooks.{name}").main
    return main_of(arguments)


def _lines() -> list[str]:
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\n")[:-1]


_ACTIONS: dict[str, Callable[[Sequence[str]], int]] = {
    "pre-commit": _committing,
    "pre-merge-commit": _committing,
    "pre-push": _pushing,
    "pre-receive": _receiving,
    "post-checkout": _checking_out,
    "post-merge": _merged,
    "post-rewrite": _rewritten,
}


if __name__ == "__main__":
    sys.exit(main())
