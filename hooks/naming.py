"""Refuse migration files with a wrong name, without their pair, or with a number that another one has."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from guardian.app.check_naming import check_naming
from hooks.command import run


def main(argv: Sequence[str] | None = None) -> int:
    return run(check_naming, argv, name="guardian-naming", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
