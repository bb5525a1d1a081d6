"""By what a program knows a problem again: in the next run, and after lines were moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from guardian.lint.problem import Problem


def fingerprints(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield a sha256, hexadecimal, for each of the problems in their order; no two are equal.

    The line's number is left out, so that a line more above changes nothing; of equal problems in one file, their
    order counts.
    """
    seen: Counter[str] = Counter()
    for problem in problems:
        parts = (problem.tool, problem.rule, problem.file, problem.message, problem.excerpt.strip())
        # The lengths keep ("a", "bc") and ("ab", "c") apart.
        text = "".join(f"{len(part)}:{part}" for part in parts)
        nth, seen[text] = seen[text], seen[text] + 1
        yield hashlib.sha256(f"{text}{nth}".encode("utf-8", "surrogatepass")).hexdigest()
