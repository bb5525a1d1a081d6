"""Problems as JSON: guardian's own form, described in docs/commands.md."""

from __future__ import annotations

from collections.abc import Sequence

from guardian.lint.problem import Problem
from guardian.report.document import render_json


def json_text(problems: Sequence[Problem]) -> str:
    return render_json([_document(problem) for problem in problems])


def _document(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "rule": problem.rule,
        "tool": problem.tool,
        "message": problem.message,
        "remedy": problem.remedy,
        "excerpt": problem.excerpt,
    }
