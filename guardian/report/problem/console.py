"""Problems for a person at a terminal: where, what, the line with a caret under it, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import click

from guardian.lint.problem import Problem
from guardian.report.problem.plain import place, plain

_TAB = 4
_WIDEST = 120  # cells of the line that are shown; a dump's INSERT may have megabytes
_BEFORE = 60  # cells that stay before the caret where the line is cut
_CUT = "…"


def console_text(problems: Sequence[Problem], *, colour: bool = False) -> str:
    if not problems:
        return "nothing found"
    return "\n".join(line for problem in problems for line in _problem(problem, colour=colour))


def _problem(problem: Problem, *, colour: bool) -> Iterator[str]:
    def style(text: str, **how: object) -> str:
        return click.style(text, **how) if colour else text  # type: ignore[arg-type]

    code = style(f"[{plain(problem.code)}]", fg="red", bold=True)
    yield f"{style(place(problem), bold=True)}: {code} {plain(problem.message)}"
    if problem.excerpt.strip():
        number = "" if problem.line is None else str(problem.line)
        text, caret = _cells(problem.excerpt, problem.column)
        yield f"    {style(f'{number:>4} |', fg='blue')} {text}".rstrip()
        if caret is not None:
            yield f"    {style('     |', fg='blue')} {' ' * caret}{style('^', fg='red', bold=True)}"
    yield f"    {style('what to do:', fg='green')} {plain(problem.remedy)}"


def _cells(line: str, column: int | None) -> tuple[str, int | None]:
    """Return the line as it is shown, and before how many cells the caret stands; None without a column.

    A tab ends at the next stop, a wide character takes two cells, a combining one none.
    """
    at = None if column is None else min(max(column - 1, 0), len(line))
    first, start = (0, 0) if at is None else _window(line, at)
    # A few more characters than cells, as combining ones take none.
    pieces, width, caret = [_CUT] if first else [], len(_CUT) if first else 0, None
    for index in range(first, len(line)):
        if index == at:
            caret = width
        if width >= _WIDEST:
            pieces.append(_CUT)
            break
        piece = " " * (_TAB - (width - start) % _TAB) if line[index] == "\t" else plain(line[index])
        pieces.append(piece)
        width += sum(map(_width, piece))
    return plain("".join(pieces)), width if caret is None and at is not None else caret


def _window(line: str, at: int) -> tuple[int, int]:
    """Return the first character to show, so that the one at `at` is seen, and the cells of the sign of the cut."""
    first = at
    width = 0
    while first > 0 and width < _WIDEST - _BEFORE:
        first -= 1
        width += _TAB if line[first] == "\t" else sum(map(_width, plain(line[first])))
    return (first, len(_CUT)) if first else (0, 0)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
