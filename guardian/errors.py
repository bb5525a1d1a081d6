"""The error tree. A class's docstring is its default message; `exit_code` is what the command returns.

GuardianError                1  failed
├── UsageError               2  called or configured wrongly
│   └── ConfigError             names file, section, key
├── Refused                  1  a rule or gate said no, nothing was done
├── Unreachable              1  a server, host or tool could not be reached
└── SqlFailed                1  the server refused a statement
"""

from __future__ import annotations

import inspect


class GuardianError(Exception):
    """guardian could not do what was asked."""

    exit_code = 1

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or inspect.getdoc(self) or self.__class__.__name__)


class UsageError(GuardianError):
    """the command was called wrongly; see guardian --help."""

    exit_code = 2


class ConfigError(UsageError):
    """the configuration is wrong.

    Holds where: `file`, `section` (such as "targets.prod"), `key`; each may be None.
    """

    def __init__(
        self, problem: str, *, file: str | None = None, section: str | None = None, key: str | None = None
    ) -> None:
        where = [part for part in (file, f"[{section}]" if section else None, key) if part]
        super().__init__(": ".join([*where, problem]))
        self.file, self.section, self.key = file, section, key


class Refused(GuardianError):
    """refused; nothing was changed."""


class Unreachable(GuardianError):
    """the server could not be reached."""


class SqlFailed(GuardianError):
    """the server refused a statement.

    Holds `sqlstate` (five characters or None) and `statement_position` (1-based character or None).
    """

    def __init__(self, message: str, *, sqlstate: str | None = None, statement_position: int | None = None) -> None:
        super().__init__(message)
        self.sqlstate, self.statement_position = sqlstate, statement_position
