"""libpg_query's binding, loaded when the first text is parsed: it takes longer than most commands have work."""

from __future__ import annotations

import functools
from typing import Any


@functools.cache
def libpg_query() -> Any:  # noqa: ANN401 - a module whose stub mypy cannot read
    """Return the module `postgast`."""
    import postgast  # noqa: PLC0415 - the point of this module

    return postgast
