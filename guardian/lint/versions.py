"""The tree's migration files by version and direction: what the rules about several files look at."""

from __future__ import annotations

from guardian.lint.tree import Tree
from guardian.migrate.migration import Direction, parse_file_name


def by_version(tree: Tree) -> dict[int, dict[Direction, list[str]]]:
    """Return file names, sorted, by version in order, then by direction."""
    found: dict[int, dict[Direction, list[str]]] = {}
    for name in sorted(tree.files):
        parsed = parse_file_name(name)
        if parsed is not None:
            found.setdefault(parsed.version, {}).setdefault(parsed.direction, []).append(name)
    return dict(sorted(found.items()))


def title(name: str) -> str:
    parsed = parse_file_name(name)
    return parsed.title if parsed else name
