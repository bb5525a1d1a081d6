"""The version table's row as text, to be sent together with other statements."""

from __future__ import annotations

from guardian.names import quote_literal
from guardian.pg.version_table import VersionTable


def version_row(where: VersionTable, version: int | None, *, dirty: bool = False) -> str:
    """Return the statements that write the row. DELETE where golang-migrate truncates, as in `record_version`."""
    statements = f"delete from {where.name};"  # noqa: S608 - a quoted name
    if version is not None or dirty:
        row = f"({-1 if version is None else version}, {str(dirty).lower()})"
        statements += f"insert into {where.name} (version, dirty) values {row};"  # noqa: S608 - a quoted name, numbers
    return statements


ANOTHER_VERSION = "guardian: another version was there: "


def next_version_row(where: VersionTable, before: int | None, version: int | None, *, dirty: bool = False) -> str:
    """As `version_row`, and an error that begins with ANOTHER_VERSION where the row was not the one of `before`.

    It is judged by what was deleted: whoever writes the row at the same time is waited for by that.
    """
    row = f"version operator(pg_catalog.=) {before}" if before is not None else "version operator(pg_catalog.<) 0"
    count = (
        "pg_catalog.count(*) operator(pg_catalog.=) 1"
        if before is not None
        else "pg_catalog.count(*) operator(pg_catalog.<=) 1"
    )
    expected = f"{count} and coalesce(pg_catalog.bool_and({row} and not dirty), true)"
    found = "coalesce(pg_catalog.max(version)::pg_catalog.text, 'none')"
    written = -1 if version is None else version
    checked = f"case when {expected} then {written} else pg_catalog.concat('{ANOTHER_VERSION}', {found}, ';')::int end"
    gone = f"with gone as (delete from {where.name} returning version, dirty)"  # noqa: S608 - a quoted name
    if version is None and not dirty:
        return f"{gone} select {checked} from gone;"  # noqa: S608 - numbers
    insert = f"insert into {where.name} (version, dirty)"
    return f"{gone} {insert} select {checked}, {str(dirty).lower()} from gone;"  # noqa: S608 - a quoted name, numbers


def create_version_table_text(where: VersionTable) -> str:
    """Return the statement that makes the table where it is not there yet, for a body of PL/pgSQL."""
    return (
        f"if pg_catalog.to_regclass({quote_literal(where.name)}) is null then "
        f"create table if not exists {where.name} (version bigint not null primary key, dirty boolean not null); "
        "end if;"
    )
