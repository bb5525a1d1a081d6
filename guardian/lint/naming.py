"""A migration file is called `000002_title.up.sql` or `000002_title.down.sql`, and is a regular file.

How many digits there are, and whether they are a time, is the project's own choice: [naming] in guardian.toml.

golang-migrate passes over in silence what it does not recognise, and takes `2_Title.up.sql` and `000002_x.up.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardian.config import Naming, NumberStyle
from guardian.lint.problem import Problem
from guardian.lint.tree import FileType, Tree
from guardian.migrate.migration import MAX_VERSION, parse_file_name
from guardian.migrate.numbering import parse_timestamp

_GOOD = re.compile(r"([0-9]+)_[a-z0-9_]+\.(up|down)\.sql\Z", re.ASCII)
_SHAPE = re.compile(r"([0-9]+)[_-]?(.*?)\.(up|down)\.sql\Z", re.IGNORECASE | re.DOTALL)
_USUAL = Naming()


def is_migration(name: str) -> bool:
    """Say whether the name is, or was meant to be, that of a migration."""
    return name.lower().endswith(".sql") or parse_file_name(name) is not None


def naming_problems(tree: Tree, naming: Naming = _USUAL) -> Iterator[Problem]:
    for name, file in tree.files.items():
        if not is_migration(name):
            continue
        match = _GOOD.match(name)
        if match is None or not _well_numbered(match[1], naming):
            yield _problem(tree, name, _complaint(name, naming), f"call it {_suggestion(name, naming)}")
        elif file.type in (FileType.SYMLINK, FileType.SUBMODULE):
            yield _problem(tree, name, f"is {file.type}, not a regular file", "commit the SQL itself")


def _problem(tree: Tree, name: str, message: str, remedy: str) -> Problem:
    return Problem(rule="naming", file=tree.path(name), message=message, remedy=remedy)


def _well_numbered(digits: str, naming: Naming) -> bool:
    if int(digits) > MAX_VERSION:
        return False
    if naming.style is NumberStyle.TIMESTAMP:
        return len(digits) == naming.digits and parse_timestamp(digits) is not None
    return _well_padded(digits, naming)


def _well_padded(digits: str, naming: Naming) -> bool:
    return len(digits) == naming.digits or (naming.digits == 1 and not digits.startswith("0"))


def _complaint(name: str, naming: Naming) -> str:
    parsed = parse_file_name(name)
    if parsed is None:
        return "no migration tool would recognise this name"
    if parsed.version > MAX_VERSION:
        return f"the version is larger than {MAX_VERSION}, the largest the version table can hold"
    if parsed.extension != "sql":
        return f"the name ends in .{parsed.extension}, not .sql"
    if not _well_padded(parsed.digits, naming):
        if naming.digits == 1:
            return f"the version {parsed.digits} has zeros before it"
        return f"the version {parsed.digits} has {len(parsed.digits)} digits, not {naming.digits}"
    if not _well_numbered(parsed.digits, naming):
        return f"the version {parsed.digits} is no time, written YYYYMMDDHHMMSS"
    return f"the title {parsed.title!r} is not made of lower case letters, digits and underscores"


def _suggestion(name: str, naming: Naming) -> str:
    timestamp = naming.style is NumberStyle.TIMESTAMP
    match = _SHAPE.match(name)
    if match is None:
        number = "YYYYMMDDHHMMSS" if timestamp else "0" * naming.digits
        return f"{number}_title.up.sql or {number}_title.down.sql, with the next free number"
    digits, title, direction = match.groups()
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") or "title"
    number = str(int(digits)).zfill(naming.digits)
    if not _well_numbered(number, naming):
        number = "YYYYMMDDHHMMSS" if timestamp else "N" * naming.digits
    return f"{number}_{plain}.{direction.lower()}.sql"
