"""Tell what another branch, a merge or a rebase means for DEV's migrations; never fails."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from guardian.app.branch import explain_branch
from hooks.command import guarded

_NAME = "guardian-branch"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog=_NAME, description=__doc__)
    parser.add_argument("--from-ref", metavar="REV", help="what was checked out before; else the branch's own log says")
    parser.add_argument("--to-ref", metavar="REV", default="HEAD", help="what is checked out now")
    parser.add_argument("--rebased", action="store_true", help="a rebase has come to its end with this")
    parser.add_argument("files", nargs="*", help="ignored")
    arguments = parser.parse_args(argv)
    since, to = arguments.from_ref, arguments.to_ref
    if since is None:
        if os.environ.get("PRE_COMMIT_CHECKOUT_TYPE") == "0" or os.environ.get("PRE_COMMIT_IS_SQUASH_MERGE") == "1":
            return 0
        since = os.environ.get("PRE_COMMIT_FROM_REF", "@{1}")
    rebased = arguments.rebased or os.environ.get("PRE_COMMIT_REWRITE_COMMAND") == "rebase"
    guarded(_NAME, lambda: _tell(since, to, rebased=rebased))
    return 0


def _tell(since: str, to: str, *, rebased: bool) -> int:
    for line in explain_branch(Path.cwd(), since=since, to=to, rebased=rebased):
        sys.stderr.write(f"{_NAME}: {line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
