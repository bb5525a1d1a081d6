"""migrate-dev, migrate-prod and new-migration: the commands of the team's habit, with golang-migrate's own words.

Global flags stand before the command, a command's flags before its arguments; everything is said on stderr, and the
exit code is 0 (done, or no change), 1 (an error) or 2 (called wrongly). What differs on purpose, and why, is in
docs/golang-migrate.md.
"""

from __future__ import annotations

import sys

from guardian.cli.alias.command import migrate
from guardian.cli.main import main


def migrate_dev() -> int:
    return migrate("dev", sys.argv[1:])


def migrate_prod() -> int:
    return migrate("prod", sys.argv[1:])


def new_migration() -> int:
    return main(["new", *sys.argv[1:]])
