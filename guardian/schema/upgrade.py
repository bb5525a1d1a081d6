"""Snapshots of older formats, object by object, as today's format has them.

Format 1 had no owners and privileges, and wrote every field; it is read as if those were the defaults. The cost and
rows of a function were numbers in it, and are the server's text for them now.
"""

from __future__ import annotations

import math
import struct
from typing import Any

_FIXED = range(-4, 6)  # the exponents for which the server writes a real without one


def upgraded(record: Any, *, version: int) -> Any:  # noqa: ANN401
    """Return the object of a file of this format as today's; what is damaged stays as it is."""
    if version > 1 or not isinstance(record, dict) or record.get("kind") != "function":
        return record
    numbers = {name: record[name] for name in ("cost", "rows") if isinstance(record.get(name), (int, float))}
    return {**record, **{name: real_text(number) for name, number in numbers.items()}}


def real_text(number: float) -> str:
    """Return the number as the server prints a real: the fewest digits that mean the same."""
    try:
        wanted = struct.pack("f", number)
    except OverflowError:
        return str(number)
    if not math.isfinite(number):
        return str(number)
    for digits in range(9):  # nine are always enough
        text = f"{number:.{digits}e}"
        if struct.pack("f", float(text)) == wanted:
            break
    mantissa, exponent = text.split("e")
    if int(exponent) not in _FIXED:
        return text
    return f"{number:.{max(0, len(mantissa.replace('-', '').replace('.', '')) - 1 - int(exponent))}f}"
