"""Refuse migrations that a scratch database cannot run up, down and up again."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from guardian.app.check_rehearse import check_rehearse
from hooks.command import run


def main(argv: Sequence[str] | None = None) -> int:
    return run(check_rehearse, argv, name="guardian-rehearse", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
