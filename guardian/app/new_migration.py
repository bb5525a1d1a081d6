"""The next empty pair of migration files."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from guardian.adapters.new_files import create_files
from guardian.config import Config
from guardian.errors import Refused, UsageError
from guardian.migrate.migration import MAX_VERSION
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.numbering import next_version

_TITLE = re.compile(r"[a-z][a-z0-9_]*\Z")

_UP = """-- Migration {version}: {title}
-- Created: {created}
--
-- Description: [Add description here]

-- Your SQL here

"""

_DOWN = """-- Rollback {version}: {title}
--
-- Description: Undo [description]

-- Your rollback SQL here

"""


def new_migration(config: Config, files: MigrationSet, *, title: str, now: datetime) -> tuple[Path, Path]:
    """Create the up and the down file of the next version and return their paths. Raises UsageError, Refused."""
    if not _TITLE.match(title):
        raise UsageError(
            f'"{title}" is no migration name; use lower case letters, digits and underscores, as in add_user_table'
        )
    if files.last_version == MAX_VERSION:
        raise Refused(f"after version {MAX_VERSION}, the largest there can be, comes none; give that file a lower one")
    version = config.naming.written(next_version(config.naming, files.last_version, now=now))
    words = {"version": version, "title": title, "created": f"{now:%Y-%m-%d %H:%M:%S}"}
    up, down = (config.migrations_dir / f"{version}_{title}.{direction}.sql" for direction in ("up", "down"))
    create_files({up: _UP.format(**words), down: _DOWN.format(**words)})
    return up, down
