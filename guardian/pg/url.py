"""A target's URL, as golang-migrate reads it: libpq's parameters, the server's settings, and the x- options."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import psycopg
from psycopg import conninfo, pq

from guardian.errors import ConfigError

SCHEMES = ("postgres://", "postgresql://")

_OPTION = "x-"
# Settings of Go's driver (lib/pq) that mean nothing to libpq.
_GO_ONLY = frozenset({"binary_parameters", "disable_prepared_binary_result", "krbspn"})
_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")
_QUOTED = re.compile(r'"(.*?)"')
_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})
_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_LOCAL = re.compile(r"(/.*|@.*|localhost|127\.\d+\.\d+\.\d+|::1|)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseUrl:
    """`parameters` are libpq's, password included; the version table's parts are None where the URL names none."""

    parameters: Mapping[str, str] = field(repr=False)
    version_schema: str | None = None
    version_table: str | None = None

    @property
    def conninfo(self) -> str:
        """Libpq's connection string, with everything in it; it holds the password."""
        return conninfo.make_conninfo("", **self.parameters)


def parse_url(url: str, *, target: str, environment: Mapping[str, str] | None = None) -> DatabaseUrl:
    """Return what a `postgres://` URL or libpq's own connection string says.

    Raises ConfigError, in whose words no part of the URL stands, since that may be a part of the password.
    """
    environment = os.environ if environment is None else environment
    try:
        if not url.startswith(SCHEMES):
            return DatabaseUrl(parameters=_texts(conninfo.conninfo_to_dict(url)))
        base, query = _split(url)
        parameters = _texts(conninfo.conninfo_to_dict(base))
        # What is no URL after all is taken for a host name, which would be sent to the name server.
        if any(character in parameters.get("host", "") for character in "@#") or not _are_ports(parameters):
            raise ValueError(target)  # noqa: TRY301 - one place says what is wrong with a URL
    except (psycopg.ProgrammingError, ValueError):
        raise ConfigError(
            f"the URL of {target} cannot be read; it should be postgres://USER:PASSWORD@HOST:PORT/DATABASE, "
            "with special characters of the password percent-encoded (@ is %40, / is %2F, # is %23)"
        ) from None
    options = {name: value for name, value in query if name.startswith(_OPTION)}
    given = [(name, value) for name, value in query if not name.startswith(_OPTION) and name not in _GO_ONLY]
    parameters |= {name: value for name, value in given if name in _keywords()}
    settings = [(name, value) for name, value in given if name not in _keywords()]
    settings += _statement_timeout(options, target)
    _check_options(options, target)
    _add_settings(parameters, settings, target, environment)
    if "sslmode" not in parameters and not environment.get("PGSSLMODE") and not _is_local(parameters, environment):
        # As in Go's driver; libpq's own default would send everything in the clear where the server offers no TLS.
        parameters["sslmode"] = "require"
    schema, table = _version_table(options, target)
    return DatabaseUrl(parameters=parameters, version_schema=schema, version_table=table)


def leads_to(url: str) -> tuple[str, str, str]:
    """Return (host, port, database), one for all names of this machine. Raises ConfigError."""
    parameters = parse_url(url, target="the database").parameters
    host = parameters.get("host") or parameters.get("hostaddr") or os.environ.get("PGHOST", "")
    database = parameters.get("dbname") or os.environ.get("PGDATABASE") or parameters.get("user", "")
    port = parameters.get("port") or os.environ.get("PGPORT") or "5432"
    return "localhost" if _LOCAL.match(host) and not host.startswith("/") else host.lower(), port, database


def _split(url: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the URL without its query, with a password that has an @ or a : encoded, and the query's parts."""
    parts = urlsplit(url)
    if parts.fragment or "#" in url:
        raise ValueError("fragment")
    # Go takes the last @ for the end of the password, libpq the first.
    user_info, at, host = parts.netloc.rpartition("@")
    user, colon, password = user_info.partition(":")
    encoded = _encode(user) + colon + _encode(password) + at
    return f"postgresql://{encoded}{host}{parts.path}", parse_qsl(parts.query, keep_blank_values=True)


def _encode(text: str) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise ValueError("a % that is no escape")
    return quote(unquote(text, errors="strict"), safe="")


@cache
def _keywords() -> frozenset[str]:
    return frozenset(option.keyword.decode() for option in pq.Conninfo.get_defaults())


def _texts(parameters: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in parameters.items() if value is not None}


def _are_ports(parameters: Mapping[str, str]) -> bool:
    """Return whether the port is one; where a password has a / in it, its beginning stands there."""
    return all(port.isascii() and port.isdigit() for port in parameters.get("port", "").split(",") if port)


def _add_settings(
    parameters: dict[str, str], settings: Iterable[tuple[str, str]], target: str, environment: Mapping[str, str]
) -> None:
    """Send the server's settings with the log-in, so that RESET ALL comes back to them."""
    words = []
    for name, value in settings:
        if not _SETTING.match(name):
            raise ConfigError(f'the URL of {target} has a parameter "{name}", which is no name of a setting; remove it')
        words.append(f"-c {name}={_escape(value)}")
    if words:
        before = parameters.get("options", environment.get("PGOPTIONS", ""))
        parameters["options"] = " ".join([before, *words]).strip()


def _escape(value: str) -> str:
    """Return the value as the server splits `options`: at blanks that have no backslash before them."""
    return re.sub(r"([\\\s])", r"\\\1", value)


def _statement_timeout(options: Mapping[str, str], target: str) -> list[tuple[str, str]]:
    value = options.get("x-statement-timeout", "")
    if not value:
        return []
    milliseconds = _integer(value, "x-statement-timeout", target)
    return [("statement_timeout", str(milliseconds))] if milliseconds > 0 else []


def _check_options(options: Mapping[str, str], target: str) -> None:
    """Judge what guardian needs not: its files are taken apart by the server's own grammar in any case."""
    if options.get("x-multi-statement"):
        _boolean(options["x-multi-statement"], "x-multi-statement", target)
    if options.get("x-multi-statement-max-size"):
        _integer(options["x-multi-statement-max-size"], "x-multi-statement-max-size", target)


def _version_table(options: Mapping[str, str], target: str) -> tuple[str | None, str | None]:
    """Return schema and table; without x-migrations-table-quoted a dotted name is one identifier."""
    name, quoted = options.get("x-migrations-table", ""), options.get("x-migrations-table-quoted", "")
    if not (quoted and _boolean(quoted, "x-migrations-table-quoted", target)) or not name:
        return None, name or None
    parts = _QUOTED.findall(name)
    if not (name.startswith('"') and name.endswith('"') and 1 <= len(parts) <= 2 and all(parts)):  # noqa: PLR2004 - schema and table
        raise ConfigError(
            f"the URL of {target}: x-migrations-table is {name}, but with x-migrations-table-quoted it must be "
            '"table" or "schema"."table", quotes included'
        )
    return (None, parts[0]) if len(parts) == 1 else (parts[0], parts[1])


def _boolean(value: str, name: str, target: str) -> bool:
    if value not in _TRUE | _FALSE:
        raise ConfigError(f'the URL of {target}: {name} is "{value}"; write true or false')
    return value in _TRUE


def _integer(value: str, name: str, target: str) -> int:
    if not _INTEGER.match(value):
        unit = "milliseconds" if name.endswith("timeout") else "bytes"
        raise ConfigError(f'the URL of {target}: {name} is "{value}"; write a whole number of {unit}, without a unit')
    return int(value)


def _is_local(parameters: Mapping[str, str], environment: Mapping[str, str]) -> bool:
    host = parameters.get("host") or parameters.get("hostaddr") or environment.get("PGHOST", "")
    return all(_LOCAL.match(name) for name in host.split(","))
