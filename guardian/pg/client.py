"""How PostgreSQL's own programs are told where a connection leads, without a secret in their arguments."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import NamedTemporaryFile

from psycopg import conninfo, pq

from guardian.pg.connect import Connection

_SERVICE = "guardian"


@contextmanager
def client_arguments(connection: Connection) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what stands after --dbname, and the environment, for pg_dump and pg_restore.

    As the connection has them, not the URL, which may hold parameters that are not libpq's. The process list shows
    arguments to everybody, the environment only to the same user.
    """
    # client_encoding is ours: pg_dump keeps to the database's, in which everything that is there can be written.
    parameters = {k: v for k, v in connection.info.get_parameters().items() if k != "client_encoding"}
    password = connection.info.password
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    with _secrets_file({name: parameters.pop(name) for name in _secret_keywords() & parameters.keys()}) as secrets:
        if secrets is not None:
            parameters["service"], environment["PGSERVICEFILE"] = _SERVICE, secrets
        yield conninfo.make_conninfo("", **parameters), environment


def _secret_keywords() -> frozenset[str]:
    """Return libpq's parameters that it would not show, such as sslpassword."""
    return frozenset(option.keyword.decode() for option in pq.Conninfo.get_defaults() if option.dispchar == b"*")


@contextmanager
def _secrets_file(secrets: Mapping[str, str]) -> Iterator[str | None]:
    """Yield a service file of libpq's, which only this user can read; None where there is nothing to hide."""
    if not secrets:
        yield None
        return
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".conf") as file:
        file.write("\n".join([f"[{_SERVICE}]", *(f"{name}={value}" for name, value in secrets.items()), ""]))
        file.flush()
        yield file.name
