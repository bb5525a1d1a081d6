"""Problems as text, for people and for the programs that show them beside the code.

Whatever a file is called or holds, no format lets it drive a terminal or a CI runner that reads this output.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence

from guardian.lint.problem import Problem
from guardian.report.problem.console import console_text
from guardian.report.problem.github import github_text
from guardian.report.problem.gitlab import gitlab_text
from guardian.report.problem.json import json_text
from guardian.report.problem.sarif import sarif_text


class Format(enum.StrEnum):
    CONSOLE = "console"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    GITLAB = "gitlab"


_WRITERS: Mapping[Format, Callable[[Sequence[Problem]], str]] = {
    Format.JSON: json_text,
    Format.GITHUB: github_text,
    Format.SARIF: sarif_text,
    Format.GITLAB: gitlab_text,
}


def render_problems(problems: Sequence[Problem], form: Format, *, colour: bool = False) -> str:
    """Return the problems in their order, without a last line end; "" only for GitHub, where nothing is to be said.

    `colour` is for the console.
    """
    writer = _WRITERS.get(form)
    return console_text(problems, colour=colour) if writer is None else writer(problems)
