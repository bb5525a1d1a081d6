"""What a rule is about, for formats that tell of rules apart from problems, and where it is described."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from guardian.lint.problem import Problem
from guardian.names import printable

DOCS = "https://github.com/OWNER/guardian/blob/main/docs/lint.md"
_SQUAWK = "https://squawkhq.com/docs"

_ABOUT: Mapping[str, str] = {
    "naming": "A migration file is called 000002_title.up.sql or 000002_title.down.sql, and is a regular file.",
    "pair": "Every version has an up and a down file, and both have one title.",
    "duplicate": "One version is one migration.",
    "order": "A new version follows the ones that are there: no gap, and none below what is promoted.",
    "empty-down": "A down file says how to undo, or why there is nothing to undo.",
    "immutable": "What is promoted stays for ever: content, name and existence, and its line in guardian.lock.",
    "locked": "guardian.lock has a line for each migration file, as it is.",
    "lock": "guardian.lock and the migration files agree.",
    "syntax": "A migration is SQL that PostgreSQL's own parser takes.",
}


def about(problem: Problem) -> str:
    """Return a sentence on the problem's rule; a plain one for a rule that is described elsewhere only."""
    known = _ABOUT.get(problem.rule) if problem.tool == "guardian" else None
    return known or f"The rule {printable(problem.rule)} of {printable(problem.tool)}."


def help_address(problem: Problem) -> str:
    """Return where the rule is described."""
    if problem.tool == "squawk":
        return f"{_SQUAWK}/{_quoted(problem.rule)}"
    return f"{DOCS}#{_quoted(problem.code)}"


def _quoted(text: str) -> str:
    return quote(printable(text), safe="")
