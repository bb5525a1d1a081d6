"""A version table that the search_path no longer leads to, so that every file would seem never to have run.

The usual cause: a migration makes a schema called like the role, which "$user" in the search_path puts before public.
"""

from __future__ import annotations

import json

import psycopg

from guardian import names
from guardian.errors import Refused
from guardian.pg.connect import Connection

# Without operators and casts, which the search_path that is asked about would have a say in.
_SEARCH_PATH = """
select s.nspname, pg_catalog.array_position(pg_catalog.current_schemas(false), s.nspname) is not null,
  (select p.source from pg_catalog.pg_settings p where p.name operator(pg_catalog.=) 'search_path')
from pg_catalog.unnest(%s::pg_catalog.name[]) s (nspname)
order by pg_catalog.array_position(pg_catalog.current_schemas(false), s.nspname), s.nspname
"""
_VOUCHED = "select distinct version_table from guardian.history where version_table is not null"
_CHOSEN = "client"  # pg_settings.source: the URL names the search_path, and no migration or ALTER ROLE has moved it


class MovedVersionTable(Refused):
    """the version table is in another schema than the one where it is looked for."""

    def __init__(self, target: str, *, looked_for: tuple[str, str], found: tuple[str, str], known: bool) -> None:
        here, there = names.qualified(*looked_for), names.qualified(*found)
        why = f"but guardian's history was kept with {there}" if known else f"but the search_path also leads to {there}"
        super().__init__(
            f"{target}: there is no version table {here}, where its search_path leads first, {why}; every file would "
            f"seem never to have run, so nothing was done; write version_schema = {_quoted(found[0])} in "
            f"[targets.{target}] to go on with {there}, or version_schema = {_quoted(looked_for[0])} to begin anew in "
            f"{here} (in a URL that golang-migrate reads too: "
            'x-migrations-table="SCHEMA"."TABLE"&x-migrations-table-quoted=true)'
        )


def refuse_moved(connection: Connection, *, target: str, table: str, schema: str, elsewhere: tuple[str, ...]) -> None:
    """Raise MovedVersionTable where the version is kept in another schema than `schema`, which has no such table.

    `elsewhere` are the other schemas with a table of that name. One that the search_path leads to counts always;
    another one where guardian's history was kept with it, but not where the URL itself names the search_path: that is
    how several sets of migrations share a database.
    """
    rows = connection.execute(_SEARCH_PATH, [list(elsewhere)]).fetchall()
    vouched = _vouched(connection)
    for name, on_path, source in rows:
        other = str(name)
        known = names.qualified(other, table) in vouched
        if on_path or (known and source != _CHOSEN):
            raise MovedVersionTable(target, looked_for=(schema, table), found=(other, table), known=known)


def _vouched(connection: Connection) -> frozenset[str]:
    try:
        return frozenset(str(row[0]) for row in connection.execute(_VOUCHED).fetchall())
    except (
        psycopg.errors.UndefinedTable,
        psycopg.errors.UndefinedColumn,
        psycopg.errors.InvalidSchemaName,
        psycopg.errors.InsufficientPrivilege,
    ):
        return frozenset()


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
