"""Refuse migrations whose SQL loses data, locks too long, or cannot be undone."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from guardian.app.check_lint import check_lint
from hooks.command import run


def main(argv: Sequence[str] | None = None) -> int:
    return run(check_lint, argv, name="guardian-lint", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
