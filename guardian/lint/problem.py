"""What a rule has found."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One breach of a rule: `file` as a path from the repository's root, `line` 1-based, `remedy` what to do.

    `column` is 1-based, in characters; `excerpt` is the line of the file that it points into. `tool` is whose rule it
    is: the names of another linter's rules stay what they are there.
    """

    file: str
    rule: str
    message: str
    remedy: str
    line: int | None = None
    column: int | None = None
    excerpt: str = ""
    tool: str = "guardian"

    @property
    def code(self) -> str:
        """The name under which people look the rule up."""
        return f"guardian-{self.rule}" if self.tool == "guardian" else self.rule

    def __str__(self) -> str:
        where = shown(self.file) if self.line is None else f"{shown(self.file)}:{self.line}"
        return f"{where}: [{self.code}] {self.message}\n    what to do: {self.remedy}"


def shown(name: str) -> str:
    """Return the name fit for one line of text: as it is, or as a JSON string where it holds control characters."""
    return name if name.isprintable() else json.dumps(name)
