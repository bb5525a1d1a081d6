"""libpg_query's binding, loaded when the first text is parsed: it takes longer than most commands have work."""

from __future__ import annotations

import functools
import importlib
from typing import Any


@functools.cache
def libpg_query() -> Any:  # noqa: ANN401 - a module whose stub mypy cannot read
    """Return the module `postgast`."""
    import postgast  # noqa: PLC0415 - the point of this module

    return postgast


def parse_sql(sql: str) -> Any:  # noqa: ANN401 - as above
    """Return what guardian.sqltext.parse.parse_sql does, loaded with the first text."""
    return importlib.import_module("guardian.sqltext.parse").parse_sql(sql)
