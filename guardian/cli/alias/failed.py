"""The one error of the aliases' own."""

from __future__ import annotations


class Failed(Exception):
    """An error in golang-migrate's words; the exit code is 1. `prefix` is what it says in front of most of them."""

    def __init__(self, message: str, *, prefix: str = "error: ") -> None:
        super().__init__(prefix + message)
