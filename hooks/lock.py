"""Write guardian.lock anew where it does not fit the staged migrations, and refuse the commit once."""

from __future__ import annotations

import sys

from guardian.app.quick import nothing_to_judge


def main(argv: list[str] | None = None) -> int:
    if nothing_to_judge(sys.argv[1:] if argv is None else argv, additions=False):
        return 0
    from guardian.app.check_lock import check_lock  # noqa: PLC0415 - most commits need no more than the above
    from hooks.command import run  # noqa: PLC0415 - as above

    return run(check_lock, argv, name="guardian-lock", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
