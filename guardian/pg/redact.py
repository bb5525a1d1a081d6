"""Secrets that catalogs hold: options of foreign servers, settings, connection strings. None gets into a snapshot.

A hidden value that changes is therefore not seen; a name that comes or goes is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import psycopg
from psycopg import conninfo

from guardian.schema.model import Kind

HIDDEN = "(hidden)"

# A user mapping is there to hold credentials, and every wrapper has its own names for them.
HARMLESS_ONLY = frozenset({Kind.USER_MAPPING})
_HARMLESS = frozenset({"user", "username", "user_name", "remote_user", "role", "sslmode", "password_required"})

# A word of the name; names are worded with underscores, dots and dashes. Too much hidden is better than too little.
_SECRET_NAME = re.compile(
    r"pass(?!word_required$|word_encryption$)|pwd|secret|token|credential|private|jwt|api_?key|access_?key"
    r"|conn_?(str|info)|connection_?str|(^|[._-])(key|auth|authorization|dsn|salt|signature|cert)($|[._-])",
    re.IGNORECASE,
)
# user:password@ of a URL, and password=... of a connection string or a query.
_SECRET_VALUE = re.compile(
    r"\w+://[^\s/]*:[^\s/]*@|\b(pass(word|wd)?|pwd|secret|token|api_?key|access_?key)\s*[=:]"
    r"|-----BEGIN |\beyJ[\w-]+\.[\w-]+\.",
    re.IGNORECASE,
)
# What says where a connection leads, and nothing of who makes it.
_PLACE = ("service", "host", "hostaddr", "port", "dbname")


def hide_values(items: Iterable[Iterable[str]], *, strict: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the (name, value) pairs with the values hidden that may be secret.

    With `strict` all are hidden but those of a few names that are known to be harmless.
    """
    return tuple((name, _shown(name, value, strict=strict)) for name, value in items)


def _shown(name: str, value: str, *, strict: bool) -> str:
    secret = name.lower() not in _HARMLESS if strict else bool(_SECRET_NAME.search(name))
    return HIDDEN if secret or _SECRET_VALUE.search(value) else value


def where_to(connection: str) -> str:
    """Return the part of a connection string that says where it leads, in a fixed order."""
    try:
        found = conninfo.conninfo_to_dict(connection)
    except psycopg.ProgrammingError:  # its message repeats the text
        return HIDDEN
    place = {name: str(found[name]) for name in _PLACE if found.get(name) not in (None, "")}
    return conninfo.make_conninfo("", **{n: HIDDEN if _SECRET_VALUE.search(v) else v for n, v in place.items()})
