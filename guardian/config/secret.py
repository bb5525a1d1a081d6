"""A value that may be a secret: where it comes from is configuration, what it is shows nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from guardian.errors import ConfigError

SCHEMES = ("env", "file", "credential", "target")


@dataclass(frozen=True, slots=True)
class Secret:
    """A configured value whose text never appears in a repr, a log or an error.

    `source` is what stands in the file where that is no secret itself, such as "env:GUARDIAN_PROD_URL", or "a literal value".
    `reveal()` gives the text; raises ConfigError where it is missing.
    """

    source: str
    _reveal: Callable[[], str] = field(repr=False, compare=False)

    def reveal(self) -> str:
        return self._reveal()

    @classmethod
    def literal(cls, text: str) -> Secret:
        return cls("a literal value", lambda: text)

    @classmethod
    def missing(cls, source: str, error: ConfigError) -> Secret:
        def fail() -> str:
            raise error

        return cls(source, fail)
