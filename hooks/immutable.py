"""Refuse any change to a migration that is promoted."""

from __future__ import annotations

import sys

from guardian.app.quick import nothing_to_judge

_SWITCHES = {"locked": "refuse a lock file that does not fit the files, also where they are not promoted"}


def main(argv: list[str] | None = None) -> int:
    if nothing_to_judge(sys.argv[1:] if argv is None else argv, switches=("--locked",)):
        return 0
    from guardian.app.check_immutable import check_immutable  # noqa: PLC0415 - most commits need no more than the above
    from hooks.command import run  # noqa: PLC0415 - as above

    return run(check_immutable, argv, name="guardian-immutable", about=__doc__, switches=_SWITCHES)


if __name__ == "__main__":
    sys.exit(main())
