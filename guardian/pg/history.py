"""guardian.history: append-only, in schema guardian of every target."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import psycopg

from guardian import __version__
from guardian.errors import UsageError
from guardian.migrate.migration import Migration
from guardian.migrate.record import Action, HistoryRecord, Operator, Outcome, RunTexts
from guardian.names import quote_literal
from guardian.pg.connect import Connection, server_message
from guardian.pg.simple_query import Row
from guardian.pg.version_table import VersionTable

# Nothing is granted to anybody, so neither PUBLIC nor Supabase's API roles reach it.
CREATE_HISTORY = """
create schema if not exists guardian;
revoke all on schema guardian from public;
create table if not exists guardian.history (
  id bigint generated always as identity primary key,
  at pg_catalog.timestamptz not null default pg_catalog.clock_timestamp(),
  action pg_catalog.text not null check (action operator(pg_catalog.=) any (array['up', 'down', 'force', 'promote'])),
  version bigint,
  title pg_catalog.text,
  outcome pg_catalog.text not null check (outcome operator(pg_catalog.=) any (array['done', 'failed'])),
  error pg_catalog.text,
  duration_ms bigint not null,
  up_checksum pg_catalog.text,
  down_checksum pg_catalog.text,
  up_text pg_catalog.text,
  down_text pg_catalog.text,
  os_user pg_catalog.text not null,
  host pg_catalog.text not null,
  database_role pg_catalog.text not null default session_user,
  git_commit pg_catalog.text,
  guardian_version pg_catalog.text not null
);
alter table guardian.history add column if not exists from_version bigint, add column if not exists to_version bigint,
  add column if not exists version_table pg_catalog.text;
revoke all on guardian.history from public;
create table if not exists guardian.progress (
  version_table pg_catalog.text not null,
  version bigint not null,
  direction pg_catalog.text not null check (direction operator(pg_catalog.=) any (array['up', 'down'])),
  number integer not null,
  checksum pg_catalog.text,
  done boolean not null,
  before pg_catalog.text not null default '',
  at pg_catalog.timestamptz not null default pg_catalog.clock_timestamp(),
  primary key (version_table, version, direction, number)
);
revoke all on guardian.progress from public;
create or replace function guardian.refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'guardian.history is append-only'; end $$;
create or replace trigger append_only before update or delete or truncate on guardian.history
  for each statement execute function guardian.refuse_change();
"""

HISTORY_COLUMNS = (
    "id, extract(epoch from at), action, version, title, outcome, up_checksum, down_checksum, os_user, error, "
    "from_version, to_version, duration_ms, host, database_role, git_commit, guardian_version"
)


def history_row(
    *,
    action: Action,
    version: int | None,
    migration: Migration | None,
    operator: Operator,
    seconds: float,
    error: str | None = None,
    from_version: int | None = None,
    to_version: int | None = None,
    where: VersionTable | None = None,
) -> str:
    """Return the statement that appends a row; an error makes it one of a failed run.

    `where` tells apart the histories of several migrations directories that share a database.
    """
    up, down = (migration.up, migration.down) if migration else (None, None)
    values: dict[str, str | int | None] = {
        "action": action.value,
        "version": version,
        "title": migration.title if migration else None,
        "outcome": Outcome.FAILED.value if error else Outcome.DONE.value,
        "error": error,
        "duration_ms": round(seconds * 1000),
        "up_checksum": up.checksum if up else None,
        "down_checksum": down.checksum if down else None,
        "up_text": up.text if up else None,
        "down_text": down.text if down else None,
        "os_user": operator.os_user,
        "host": operator.host,
        "git_commit": operator.git_commit,
        "guardian_version": __version__,
        "from_version": from_version,
        "to_version": None if error else to_version,
        "version_table": where.name if where else None,
    }
    literals = ", ".join(_literal(value) for value in values.values())
    return f"insert into guardian.history ({', '.join(values)}) values ({literals});"  # noqa: S608 - quoted literals


def _literal(value: str | int | None) -> str:
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else quote_literal(value.replace("\0", "\N{REPLACEMENT CHARACTER}"))


def history_record(row: Row) -> HistoryRecord:
    """Return the row of HISTORY_COLUMNS, values as text, as a record."""
    text = [value or "" for value in row]
    return HistoryRecord(
        id=int(text[0]),
        at=datetime.fromtimestamp(float(text[1]), tz=UTC),
        action=Action(text[2]),
        version=_number(row[3]),
        title=row[4],
        outcome=Outcome(text[5]),
        up_checksum=row[6],
        down_checksum=row[7],
        os_user=text[8],
        error=row[9],
        from_version=_number(row[10]),
        to_version=_number(row[11]),
        duration_ms=int(text[12]),
        host=text[13],
        database_role=text[14],
        git_commit=row[15],
        guardian_version=text[16],
    )


def _number(value: str | None) -> int | None:
    return None if value is None else int(value)


def ensure_history(connection: Connection) -> str | None:
    """Create schema and tables where they are not there yet; return why no row can be added, where none can.

    Inside the caller's transaction, which what is not permitted here leaves as it was.
    """
    try:
        with connection.transaction():
            row = connection.execute(
                "select pg_catalog.to_regclass('guardian.history') is not null "
                "and pg_catalog.to_regclass('guardian.progress') is not null"
            ).fetchone()
            if not (row and row[0]):
                connection.execute(CREATE_HISTORY)
            row = connection.execute("select pg_catalog.has_table_privilege('guardian.history', 'insert')").fetchone()
    except psycopg.errors.InsufficientPrivilege as fault:
        return server_message(fault)
    return None if row and row[0] else "no right to write guardian.history"


def record_history(
    connection: Connection,
    *,
    action: Action,
    version: int | None,
    migration: Migration | None,
    operator: Operator,
    seconds: float,
    error: str | None = None,
    from_version: int | None = None,
    to_version: int | None = None,
    where: VersionTable | None = None,
) -> None:
    """Append a row, inside the caller's transaction; an error makes it one of a failed run."""
    text = history_row(
        action=action,
        version=version,
        migration=migration,
        operator=operator,
        seconds=seconds,
        error=error,
        from_version=from_version,
        to_version=to_version,
        where=where,
    )
    connection.execute(text.encode())


def history_query(where: VersionTable | None) -> str:
    """Return the query of all rows, oldest first; of one version table, or of all for None."""
    only = (
        f"where coalesce(version_table, {quote_literal(where.name)}) operator(pg_catalog.=) {quote_literal(where.name)}"
        if where
        else ""
    )
    return f"select {HISTORY_COLUMNS} from guardian.history {only} order by id"  # noqa: S608 - quoted literals


def fetch_history(connection: Connection, where: VersionTable | None = None) -> tuple[HistoryRecord, ...]:
    """Return all rows, oldest first; none where the table is not there or may not be read."""
    try:
        rows = connection.execute(history_query(where).encode()).fetchall()
    except psycopg.errors.UndefinedColumn:
        # A history that an older guardian made; the next run adds the columns.
        rows = connection.execute(_without_new_columns(history_query(None)).encode()).fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName):
        return ()
    return tuple(history_record(tuple(None if v is None else str(v) for v in row)) for row in rows)


def _without_new_columns(query: str) -> str:
    return query.replace("from_version, to_version", "null, null")


def fetch_texts(connection: Connection, where: VersionTable, versions: Sequence[int]) -> dict[int, RunTexts]:
    """Return what the last successful run of each of these versions recorded. Raises UsageError for no history."""
    query = (
        "select distinct on (version) version, up_text, down_text from guardian.history "
        "where version operator(pg_catalog.=) any (%s::bigint[]) "
        "and coalesce(version_table, %s) operator(pg_catalog.=) %s "
        "and outcome operator(pg_catalog.=) 'done' "
        "and (up_text is not null or down_text is not null) "
        "order by version, id desc"
    )
    try:
        rows = connection.execute(query, [list(versions), where.name, where.name]).fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName):
        raise UsageError("no history is kept there; it begins with guardian's first run") from None
    return {int(str(version)): RunTexts(up=_text(up), down=_text(down)) for version, up, down in rows}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
