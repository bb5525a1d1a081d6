"""A migration file is called `000002_title.up.sql` or `000002_title.down.sql`, and is a regular file.

golang-migrate passes over in silence what it does not recognise, and takes `2_Title.up.sql` and `000002_x.up.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardian.lint.problem import Problem
from guardian.lint.tree import FileType, Tree
from guardian.migrate.migration import MAX_VERSION, parse_file_name

_GOOD = re.compile(r"[0-9]{6}_[a-z0-9_]+\.(up|down)\.sql\Z", re.ASCII)
_SHAPE = re.compile(r"([0-9]+)[_-]?(.*?)\.(up|down)\.sql\Z", re.IGNORECASE | re.DOTALL)
_DIGITS = 6


def is_migration(name: str) -> bool:
    """Say whether the name is, or was meant to be, that of a migration."""
    return name.lower().endswith(".sql") or parse_file_name(name) is not None


def naming_problems(tree: Tree) -> Iterator[Problem]:
    for name, file in tree.files.items():
        if not is_migration(name):
            continue
        if not _GOOD.match(name):
            yield _problem(tree, name, _complaint(name), f"call it {_suggestion(name)}")
        elif file.type in (FileType.SYMLINK, FileType.SUBMODULE):
            yield _problem(tree, name, f"is {file.type}, not a regular file", "commit the SQL itself")


def _problem(tree: Tree, name: str, message: str, remedy: str) -> Problem:
    return Problem(rule="naming", file=tree.path(name), message=message, remedy=remedy)


def _complaint(name: str) -> str:
    parsed = parse_file_name(name)
    if parsed is None:
        return "no migration tool would recognise this name"
    if parsed.version > MAX_VERSION:
        return f"the version is larger than {MAX_VERSION}, the largest the version table can hold"
    if parsed.extension != "sql":
        return f"the name ends in .{parsed.extension}, not .sql"
    if len(parsed.digits) != _DIGITS:
        return f"the version {parsed.digits} has {len(parsed.digits)} digits, not {_DIGITS}"
    return f"the title {parsed.title!r} is not made of lower case letters, digits and underscores"


def _suggestion(name: str) -> str:
    match = _SHAPE.match(name)
    if match is None:
        return "000000_title.up.sql or 000000_title.down.sql, with the next free number"
    digits, title, direction = match.groups()
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or "title"
    number = digits.lstrip("0").zfill(_DIGITS)
    return f"{number if len(number) == _DIGITS else 'NNNNNN'}_{plain}.{direction.lower()}.sql"
