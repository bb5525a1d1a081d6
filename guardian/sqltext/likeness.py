"""Whether two texts are the same statements, written otherwise."""

from __future__ import annotations

import postgast

from guardian.sqltext.parse import parse_sql
from guardian.sqltext.token import scan_tokens


def differs_only_in_comments(one: str, other: str) -> bool:
    """Whether the texts differ in nothing but comments and white space.

    Their tokens must be the same; a fingerprint of libpg_query would pass over constants, and so take DEFAULT 1 for
    DEFAULT 2. What cannot be read differs.
    """
    try:
        return _tokens(one) == _tokens(other) and parse_sql(one) is not None
    except postgast.PgQueryError:
        return False


def _tokens(sql: str) -> list[str]:
    return [token.text for token in scan_tokens(sql) if not token.comment]
