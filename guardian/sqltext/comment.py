"""A file without any statement: does it say why there is nothing to do, or did nobody fill it in."""

from __future__ import annotations

import re

from guardian.sqltext.script import read_script
from guardian.sqltext.statement import find_syntax_problem

# From the beginning of a line only: two dashes further on may be inside of a string.
_COMMENTS = re.compile(r"^\s*--[^\n]*|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_MARKS = re.compile(r"^[\s*-]+|^\s*/\*+|\*+/\s*$|\s+$")
# What `guardian new` writes, and what says that the reason is still to be written.
_TEMPLATE = re.compile(
    r"(?:migration|rollback) [0-9]+: \S*\Z|created: [0-9 :-]+\Z|description: .*\[.*\]\Z|your (?:rollback )?sql here\Z"
    r"|(?:todo|fixme|xxx)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3


def holds_no_statement(sql: str) -> bool:
    """Say whether the text is comments and blanks only; what the parser does not know is taken for a statement."""
    return not read_script(sql).statements and find_syntax_problem(sql) is None


def find_reason(sql: str) -> str | None:
    """Return what the comments of a text say, in one line; None where that is no sentence.

    SQL that was commented out, and the lines of the template, are no reason.
    """
    lines = (_MARKS.sub("", _MARKS.sub("", line)) for found in _COMMENTS.findall(sql) for line in found.splitlines())
    kept = [line for line in lines if line and not _TEMPLATE.match(line) and find_syntax_problem(line) is not None]
    reason = " ".join(kept)
    return reason if len(re.findall(r"\w+", reason)) >= _FEWEST_WORDS else None
