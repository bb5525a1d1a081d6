"""Problems as SARIF 2.1.0, the form in which GitHub's code scanning and many editors take findings."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from guardian import __version__
from guardian.lint.problem import Problem
from guardian.names import printable
from guardian.report.document import render_json
from guardian.report.problem.fingerprint import fingerprints
from guardian.report.problem.rule import about, help_address

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "SRCROOT"  # of the repository; whoever reads the file knows where that is


def sarif_text(problems: Sequence[Problem]) -> str:
    codes = sorted({problem.code: problem for problem in problems}.items())
    index = {code: number for number, (code, _) in enumerate(codes)}
    driver = {
        "name": "guardian",
        "semanticVersion": __version__,
        "rules": [_rule(problem) for _, problem in codes],
    }
    results = [
        _result(problem, index[problem.code], mark)
        for problem, mark in zip(problems, fingerprints(problems), strict=True)
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return render_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(problem: Problem) -> dict[str, object]:
    text = about(problem)
    return {
        "id": printable(problem.code),
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": {"text": f"{text} See {help_address(problem)}"},
        "helpUri": help_address(problem),
        "defaultConfiguration": {"level": "error"},
    }


def _result(problem: Problem, rule_index: int, fingerprint: str) -> dict[str, object]:
    # GitHub wants a line for each result; a file as a whole is shown at its first.
    region: dict[str, object] = {"startLine": problem.line or 1}
    if problem.line is not None and problem.column is not None:
        region["startColumn"] = problem.column
    if problem.line is not None and problem.excerpt:
        region["snippet"] = {"text": printable(problem.excerpt, lines=True)}
    place = {"artifactLocation": {"uri": _uri(problem.file), "uriBaseId": _ROOT}, "region": region}
    return {
        "ruleId": printable(problem.code),
        "ruleIndex": rule_index,
        "level": "error",
        "message": {"text": _message(f"{problem.message}; what to do: {problem.remedy}")},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"guardianProblem/v1": fingerprint},
    }


def _message(text: str) -> str:
    # In SARIF's messages brackets are links and braces are placeholders.
    escaped = printable(text)
    for sign in "\\[]":
        escaped = escaped.replace(sign, f"\\{sign}")
    return escaped.replace("{", "{{").replace("}", "}}")


def _uri(file: str) -> str:
    """Return the path as a relative reference; bytes that are no UTF-8 stay what they are."""
    try:
        return quote(file.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return quote(printable(file))  # no name that a file system has
