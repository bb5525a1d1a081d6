"""The migrations that come with guardian: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

import guardian
from guardian.errors import GuardianError


def shipped_migrations() -> Path:
    """Return the folder. Raises GuardianError for an installation that lacks it."""
    package = Path(guardian.__file__).parent
    for folder in (package / "migrations", package.parent / "migrations"):
        if (folder / "000001_baseline_prod.up.sql").is_file():
            return folder
    raise GuardianError("guardian's own migrations are missing from this installation; install the package again")
