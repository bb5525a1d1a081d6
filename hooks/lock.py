"""Write guardian.lock anew where it does not fit the staged migrations, and refuse the commit once."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from guardian.app.check_lock import check_lock
from hooks.command import run


def main(argv: Sequence[str] | None = None) -> int:
    return run(check_lock, argv, name="guardian-lock", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
