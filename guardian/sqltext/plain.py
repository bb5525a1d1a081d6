"""Whether a text is plainly one transaction's, seen from its words alone: parsing it would only say so again."""

from __future__ import annotations

import re

# Every statement that begins or ends a transaction, cannot run in one, or needs a client has one of these words as a
# keyword, which can be neither quoted nor escaped: what PreventInTransactionBlock() is called for in the server's
# source, and COPY. VALUE is that of ALTER TYPE ... ADD VALUE. A keyword's neighbours are no letters of an identifier;
# a digit before it may be a number's.
_WORDS = re.compile(
    r"(?<![a-z_])(?:abort|begin|commit|end|prepare|rollback|start"
    r"|cluster|concurrently|copy|database|discard|reindex|subscription|system|tablespace|vacuum|value)(?![a-z0-9_])",
    re.IGNORECASE | re.ASCII,
)


def is_plain(sql: str) -> bool:
    """Whether no word of the text, comments and literals included, could make it more than an ordinary file."""
    return _WORDS.search(sql) is None
