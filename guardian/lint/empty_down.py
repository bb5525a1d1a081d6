"""A down file says how to undo, or why there is nothing to undo: empty, nobody knows whether it was forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from guardian.lint.problem import Problem
from guardian.lint.tree import FileType, Tree
from guardian.migrate.migration import Direction, parse_file_name


def empty_down_problems(tree: Tree) -> Iterator[Problem]:
    for name, file in tree.files.items():
        parsed = parse_file_name(name)
        if parsed is None or parsed.direction is Direction.UP or file.type is FileType.SUBMODULE:
            continue
        if not file.large and not file.content.removeprefix(b"\xef\xbb\xbf").strip():
            yield Problem(
                rule="empty-down",
                file=tree.path(name),
                message="holds nothing, not even a comment",
                remedy="write the SQL that undoes the up file, or a comment: -- nothing to undo: ...",
            )
