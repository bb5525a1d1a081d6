"""Whether two texts are the same statements, written otherwise."""

from __future__ import annotations

import postgast

_COMMENTS = {"SQL_COMMENT", "C_COMMENT"}


def differs_only_in_comments(one: str, other: str) -> bool:
    """Whether the texts differ in nothing but comments and white space.

    The fingerprint of libpg_query must agree, and the tokens too: the fingerprint alone passes over constants, and
    so takes DEFAULT 1 for DEFAULT 2. What cannot be read differs.
    """
    try:
        return postgast.fingerprint(one) == postgast.fingerprint(other) and _tokens(one) == _tokens(other)
    except postgast.PgQueryError:
        return False


def _tokens(sql: str) -> list[bytes]:
    encoded = sql.encode()
    name = postgast.pg_query_pb2.Token.Name
    return [encoded[t.start : t.end] for t in postgast.scan(sql).tokens if name(t.token) not in _COMMENTS]
