"""Refuse new migrations that do not come after all that the target branch has."""

from __future__ import annotations

import sys

from guardian.app.quick import nothing_to_judge

_OPTIONS = {"target": ("BRANCH", "the branch that others merge into; else guardian.toml or the remote says so")}


def main(argv: list[str] | None = None) -> int:
    if nothing_to_judge(sys.argv[1:] if argv is None else argv, additions=False):
        return 0
    from guardian.app.check_order import check_order  # noqa: PLC0415 - most commits need no more than the above
    from hooks.command import run  # noqa: PLC0415 - as above

    return run(check_order, argv, name="guardian-order", about=__doc__, options=_OPTIONS)


if __name__ == "__main__":
    sys.exit(main())
