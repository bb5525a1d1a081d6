"""Refuse any change to a migration that is promoted."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from guardian.app.check_immutable import check_immutable
from hooks.command import run

_SWITCHES = {"locked": "refuse a lock file that does not fit the files, also where they are not promoted"}


def main(argv: Sequence[str] | None = None) -> int:
    return run(check_immutable, argv, name="guardian-immutable", about=__doc__, switches=_SWITCHES)


if __name__ == "__main__":
    sys.exit(main())
