"""The version table's row as text, to be sent together with other statements."""

from __future__ import annotations

from guardian.pg.version_table import VersionTable


def version_row(where: VersionTable, version: int | None, *, dirty: bool = False) -> str:
    """Return the statements that write the row. DELETE where golang-migrate truncates, as in `record_version`."""
    statements = f"delete from {where.name};"  # noqa: S608 - a quoted name
    if version is not None or dirty:
        row = f"({-1 if version is None else version}, {str(dirty).lower()})"
        statements += f"insert into {where.name} (version, dirty) values {row};"  # noqa: S608 - a quoted name, numbers
    return statements


def create_version_table_text(where: VersionTable) -> str:
    """Return the statement that makes the table where it is not there yet, for a body of PL/pgSQL."""
    name = where.name.replace("'", "''")
    return (
        f"if to_regclass('{name}') is null then "
        f"create table if not exists {where.name} (version bigint not null primary key, dirty boolean not null); "
        "end if;"
    )
