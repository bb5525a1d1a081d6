"""migrate-dev, migrate-prod and new-migration: the commands of the team's habit, with golang-migrate's exit codes."""

from __future__ import annotations

import contextlib
import sys

from guardian.cli.main import main

_WITH_TARGET = ("up", "down", "goto", "force", "version")
_DIFFERENCES = 3


def migrate_dev() -> int:
    return _migrate("dev", sys.argv[1:])


def migrate_prod() -> int:
    return _migrate("prod", sys.argv[1:])


def new_migration() -> int:
    return main(["new", *sys.argv[1:]])


def _migrate(target: str, arguments: list[str]) -> int:
    """Run `up 1` as `guardian up dev 1`. Like golang-migrate, everything is said on stderr."""
    if not arguments or arguments[0] not in _WITH_TARGET:
        known = ", ".join(_WITH_TARGET)
        print(f"usage: migrate-{target} COMMAND [V or N]; commands: {known}", file=sys.stderr)
        return 2
    command, *rest = arguments
    with contextlib.redirect_stdout(sys.stderr):
        code = main([command, target, *rest])
    return 1 if code == _DIFFERENCES else code
