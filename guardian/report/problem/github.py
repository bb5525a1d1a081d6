"""Problems as GitHub's workflow commands, which its runner turns into annotations of the changed lines."""

from __future__ import annotations

from collections.abc import Sequence

from guardian.lint.problem import Problem
from guardian.names import printable


def github_text(problems: Sequence[Problem]) -> str:
    return "\n".join(_command(problem) for problem in problems)


def _command(problem: Problem) -> str:
    properties = {"file": problem.file, "line": problem.line, "col": problem.column, "title": problem.code}
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    text = f"{problem.message}\nwhat to do: {problem.remedy}"
    return f"::error {said}::{_data(text)}"


def _data(text: str) -> str:
    # The per cent sign first: it is what the others are written with. The runner undoes these, so that whatever else
    # drives a terminal is escaped for good.
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped).replace("##[", "#\\x23[")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
