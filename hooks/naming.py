"""Refuse migration files with a wrong name, without their pair, or with a number that another one has."""

from __future__ import annotations

import sys

from guardian.app.quick import nothing_to_judge


def main(argv: list[str] | None = None) -> int:
    if nothing_to_judge(sys.argv[1:] if argv is None else argv):
        return 0
    from guardian.app.check_naming import check_naming  # noqa: PLC0415 - most commits need no more than the above
    from hooks.command import run  # noqa: PLC0415 - as above

    return run(check_naming, argv, name="guardian-naming", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
