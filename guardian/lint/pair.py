"""Every version has an up and a down file, and both have one title."""

from __future__ import annotations

from collections.abc import Iterator

from guardian.lint.problem import Problem, shown
from guardian.lint.tree import Tree
from guardian.lint.versions import by_version, title
from guardian.migrate.migration import Direction


def pair_problems(tree: Tree) -> Iterator[Problem]:
    for files in by_version(tree).values():
        ups, downs = files.get(Direction.UP, []), files.get(Direction.DOWN, [])
        if not downs:
            yield from (_missing(tree, name, ".up.", ".down.", _DOWN_REMEDY) for name in ups)
        elif not ups:
            yield from (_missing(tree, name, ".down.", ".up.", "add it, or remove this file too") for name in downs)
        elif len(ups) == len(downs) == 1 and title(ups[0]) != title(downs[0]):
            yield Problem(
                rule="pair",
                file=tree.path(downs[0]),
                message=f"its title is not that of {shown(ups[0])}",
                remedy=f"call it {shown(_other(ups[0], '.up.', '.down.'))}",
            )


_DOWN_REMEDY = "add it; where there is nothing to undo, with a comment that says why"


def _missing(tree: Tree, name: str, this: str, that: str, remedy: str) -> Problem:
    return Problem(
        rule="pair",
        file=tree.path(name),
        message=f"has no {shown(_other(name, this, that))} beside it",
        remedy=remedy,
    )


def _other(name: str, this: str, that: str) -> str:
    head, _, tail = name.rpartition(this)
    return f"{head}{that}{tail}"
