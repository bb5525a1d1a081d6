"""Refuse any change to a migration that is promoted."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from guardian.app.check_immutable import check_immutable
from hooks.command import run


def main(argv: Sequence[str] | None = None) -> int:
    return run(check_immutable, argv, name="guardian-immutable", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
