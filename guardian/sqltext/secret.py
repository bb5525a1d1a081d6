"""Passwords in SQL text, so that no error message repeats them."""

from __future__ import annotations

import re

_LITERAL = re.compile(r"(\bpassword\s*=?\s*)(E?'(?:[^']|'')*')", re.IGNORECASE)
_URL = re.compile(r"(\w+://[^\s:/@']*:)([^\s@']+)(?=@)")
_KEYWORD = re.compile(r"(\bpassword\s*=\s*)([^\s'\"]+)", re.IGNORECASE)


def find_secrets(sql: str) -> tuple[str, ...]:
    """Return the passwords that the text holds, as literals or in connection strings."""
    found = {match[2].removeprefix("E").strip("'") for match in _LITERAL.finditer(sql)}
    found |= {match[2] for pattern in (_URL, _KEYWORD) for match in pattern.finditer(sql)}
    return tuple(sorted((secret for secret in found if secret), key=len, reverse=True))


def mask(text: str, secrets: tuple[str, ...]) -> str:
    """Return the text with asterisks for the secrets, as many as characters, so that columns stay."""
    for secret in secrets:
        text = text.replace(secret, "*" * len(secret))
    return text
