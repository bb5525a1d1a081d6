"""Text of unknown origin, made fit for one line of output that a person, a terminal and a CI runner read."""

from __future__ import annotations

from guardian.lint.problem import Problem, shown
from guardian.names import printable


def plain(text: str) -> str:
    r"""Return the text with control characters as escapes, and nothing that GitHub's runner takes for a command.

    The runner looks for `##[` anywhere in a line, and for `::` at the start, blanks aside.
    """
    return printable(text).replace("##[", "#\\x23[")


def place(problem: Problem) -> str:
    """Return `file:line:column`, as terminals and editors know it; the file as a JSON string where it must be."""
    file = plain(shown(problem.file))
    if file.lstrip().startswith(":"):
        file = f'"{file}"'
    numbers = (problem.line,) if problem.column is None else (problem.line, problem.column)
    return file if problem.line is None else ":".join([file, *map(str, numbers)])
