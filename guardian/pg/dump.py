"""A whole database as SQL text that stands on its own, through pg_dump."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from psycopg import conninfo

from guardian.errors import GuardianError
from guardian.names import quote_ident, quote_literal
from guardian.pg.connect import Connection
from guardian.pg.embedded.binaries import nearest_major, tool
from guardian.pg.snapshot import OWN_SCHEMA
from guardian.sqltext.statement import split_statements

_STORAGES = ("default_tablespace", "default_table_access_method")
_FUNCTION = re.compile(r"CREATE (FUNCTION|PROCEDURE) ")
_SETTING = re.compile(r"SET \w+ = |SELECT pg_catalog\.set_config\('search_path', ''")
_STORAGE = re.compile(r"SET default_(?:tablespace|table_access_method) = (.*)\Z", re.DOTALL)
_OWNER = re.compile(r"ALTER .* OWNER TO (.*)\Z", re.DOTALL)
_DEFAULTS = re.compile(r"(ALTER DEFAULT PRIVILEGES )FOR ROLE (\"(?:[^\"]|\"\")+\"|\w+) ")

_EXTENSION_COMMENTS = """
select x.extname::text, obj_description(x.oid, 'pg_extension')
from pg_catalog.pg_extension x join pg_catalog.pg_available_extensions a on a.name = x.extname
where a.comment = obj_description(x.oid, 'pg_extension')
"""
_SETTINGS_OF_DATABASE = """
select count(*) from pg_catalog.pg_db_role_setting
where setdatabase = (select oid from pg_catalog.pg_database where datname = current_database())
"""
_ROLES = """
select rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
  rolconnlimit, rolvaliduntil::text, exists (select from pg_catalog.pg_db_role_setting where setrole = r.oid)
from pg_catalog.pg_roles r where rolname = any(%s) order by rolname
"""
_MEMBERS = """
select g.rolname, m.rolname, bool_or(a.admin_option)
from pg_catalog.pg_auth_members a
join pg_catalog.pg_roles g on g.oid = a.roleid join pg_catalog.pg_roles m on m.oid = a.member
where (g.rolname = any(%(roles)s) or m.rolname = any(%(roles)s)) and m.rolname <> current_user
group by 1, 2 order by 1, 2
"""
_ATTRIBUTES = ("SUPERUSER", "INHERIT", "CREATEROLE", "CREATEDB", "LOGIN", "REPLICATION", "BYPASSRLS")


class DumpFailed(GuardianError):
    """the database could not be written as SQL."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the scratch database could not be written as SQL: {reason}")


def dump_statements(connection: Connection, *, version_table: tuple[str, str]) -> tuple[str, ...]:
    """Return schema, rows (one INSERT each) and sequence values as statements, none of them ending in a semicolon.

    Left out: the version table, schema guardian, settings that no statement needs, and who owns what where that is
    the connection's own role. Raises DumpFailed.
    """
    row = connection.execute("select current_user::text").fetchone()
    me = str(row[0]) if row else ""
    statements = split_statements(_dump(connection, version_table))
    comments = {_extension_comment(*found) for found in connection.execute(_EXTENSION_COMMENTS).fetchall()}
    plain = {found[1] for found in map(_STORAGE.match, statements) if found} <= {"''", "heap"}
    return tuple(_cleaned(statements, me=me, left_out=comments, plain_storage=plain))


def _extension_comment(name: object, comment: object) -> str:
    return f"COMMENT ON EXTENSION {quote_ident(str(name))} IS {quote_literal(str(comment))}"


def _cleaned(statements: Sequence[str], *, me: str, left_out: set[str], plain_storage: bool) -> Iterator[str]:
    for text in statements:
        owner = _OWNER.match(text)
        unneeded = bool(_SETTING.match(text)) and (plain_storage or not _STORAGE.match(text))
        if unneeded or text in left_out or (owner and owner[1] == quote_ident(me)):
            continue
        # "For whoever runs this": the scratch database's role is nobody elsewhere.
        yield _DEFAULTS.sub(lambda found: found[1] if found[2] == quote_ident(me) else found[0], text, count=1)


def script(statements: Sequence[str]) -> str:
    """Return the statements as a file's text that leaves the session's settings as they were."""
    settings = [name for name in _STORAGES if any(text.startswith(f"SET {name} = ") for text in statements)]
    if any(_FUNCTION.match(text) for text in statements):
        # A body may name what comes after it.
        settings.append("check_function_bodies")
        statements = ("SET check_function_bodies = false", *statements)
    whole = (*statements, *(f"RESET {name}" for name in settings))
    return (
        "".join(
            f"{text};\n" if text.startswith("INSERT ") and after.startswith("INSERT ") else f"{text};\n\n"
            for text, after in zip(whole, (*whole[1:], ""), strict=True)
        ).rstrip()
        + "\n"
    )


def _dump(connection: Connection, version_table: tuple[str, str]) -> str:
    parameters, password = connection.info.get_parameters(), connection.info.password
    # A moment is written as it is in UTC, wherever this runs; the password is not for the process list.
    environment = {**os.environ, "PGTZ": "UTC", **({"PGPASSWORD": password} if password else {})}
    key = secrets.token_hex(16)  # so that no line of a function or a row can look like pg_dump's own two
    command: list[str | Path] = [
        tool("pg_dump", nearest_major(connection.info.server_version)), "--column-inserts", "--encoding=UTF8",
        f"--restrict-key={key}", f"--exclude-schema={OWN_SCHEMA}", f"--exclude-table={_pattern(version_table)}",
        "--no-password", "--dbname", conninfo.make_conninfo("", **parameters),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environment)
    complaints = " ".join(done.stderr.split())
    if done.returncode != 0 or complaints:
        raise DumpFailed(complaints or f"pg_dump ended with {done.returncode}")
    marks = {f"\\restrict {key}", f"\\unrestrict {key}"}
    return "".join(line for line in done.stdout.splitlines(keepends=True) if line.rstrip("\n") not in marks)


def _pattern(name: tuple[str, str]) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in name)


def role_statements(connection: Connection, roles: Sequence[str]) -> tuple[str, ...]:
    """Return what makes these roles, each where it is not there yet, which no dump of a database holds.

    Raises DumpFailed for a setting of a role or of the database: those stand in no dump either.
    """
    row = connection.execute(_SETTINGS_OF_DATABASE).fetchone()
    if row and row[0]:
        raise DumpFailed("a migration sets a parameter of the database (ALTER DATABASE ... SET), which no dump holds")
    found = connection.execute(_ROLES, [list(roles)]).fetchall()
    members = connection.execute(_MEMBERS, {"roles": list(roles)}).fetchall()
    grants = (
        f"GRANT {quote_ident(str(group))} TO {quote_ident(str(member))}{' WITH ADMIN OPTION' if admin else ''}"
        for group, member, admin in members
    )
    return (*(_create_role(*role) for role in found), *grants)


def _create_role(name: object, *about: object) -> str:
    *flags, limit, until, has_settings = about
    if has_settings:
        raise DumpFailed(f"a migration sets a parameter of role {name} (ALTER ROLE ... SET), which no dump holds")
    words = [word for word, on in zip(_ATTRIBUTES, flags, strict=True) if on and word != "INHERIT"]
    words += [] if flags[1] else ["NOINHERIT"]
    words += [] if limit == -1 else [f"CONNECTION LIMIT {limit}"]
    words += [] if until is None else [f"VALID UNTIL {quote_literal(str(until))}"]
    create = " ".join(["CREATE ROLE", quote_ident(str(name)), *words])
    there = f"SELECT FROM pg_catalog.pg_roles WHERE rolname = {quote_literal(str(name))}"
    return f"DO $do$ BEGIN\n  IF NOT EXISTS ({there}) THEN\n    {create};\n  END IF;\nEND $do$"
