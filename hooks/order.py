"""Refuse new migrations that do not come after all that the target branch has."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from guardian.app.check_order import check_order
from hooks.command import run

_OPTIONS = {"target": ("BRANCH", "the branch that others merge into; else guardian.toml or the remote says so")}


def main(argv: Sequence[str] | None = None) -> int:
    return run(check_order, argv, name="guardian-order", about=__doc__, options=_OPTIONS)


if __name__ == "__main__":
    sys.exit(main())
