"""Problems as GitLab's code quality report, which a merge request shows beside the changed lines."""

from __future__ import annotations

from collections.abc import Sequence

from guardian.lint.problem import Problem
from guardian.names import printable
from guardian.report.document import render_json
from guardian.report.problem.fingerprint import fingerprints

_SEVERITY = "major"  # every problem ends the check


def gitlab_text(problems: Sequence[Problem]) -> str:
    return render_json([_issue(problem, mark) for problem, mark in zip(problems, fingerprints(problems), strict=True)])


def _issue(problem: Problem, fingerprint: str) -> dict[str, object]:
    return {
        "description": printable(f"{problem.message}; what to do: {problem.remedy}"),
        "check_name": printable(problem.code),
        "fingerprint": fingerprint,
        "severity": _SEVERITY,
        # Without a line GitLab drops the whole report.
        "location": {"path": printable(problem.file), "lines": {"begin": problem.line or 1}},
    }
