"""guardian.history: append-only, in schema guardian of every target."""

from __future__ import annotations

import psycopg
from psycopg.rows import dict_row

from guardian import __version__
from guardian.migrate.migration import Migration
from guardian.migrate.record import Action, HistoryRecord, Operator, Outcome
from guardian.pg.connect import Connection, server_message

# Nothing is granted to anybody, so neither PUBLIC nor Supabase's API roles reach it.
_CREATE = """
create schema if not exists guardian;
revoke all on schema guardian from public;
create table if not exists guardian.history (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  action text not null check (action in ('up', 'down', 'force', 'promote')),
  version bigint,
  title text,
  outcome text not null check (outcome in ('done', 'failed')),
  error text,
  duration_ms bigint not null,
  up_checksum text,
  down_checksum text,
  up_text text,
  down_text text,
  os_user text not null,
  host text not null,
  database_role text not null default session_user,
  git_commit text,
  guardian_version text not null
);
revoke all on guardian.history from public;
create or replace function guardian.refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'guardian.history is append-only'; end $$;
create or replace trigger append_only before update or delete or truncate on guardian.history
  for each statement execute function guardian.refuse_change();
"""

_INSERT = """
insert into guardian.history (action, version, title, outcome, error, duration_ms, up_checksum, down_checksum,
  up_text, down_text, os_user, host, git_commit, guardian_version)
values (%(action)s, %(version)s, %(title)s, %(outcome)s, %(error)s, %(duration_ms)s, %(up_checksum)s,
  %(down_checksum)s, %(up_text)s, %(down_text)s, %(os_user)s, %(host)s, %(git_commit)s, %(guardian_version)s)
"""

_COLUMNS = "id, at, action, version, title, outcome, up_checksum, down_checksum, os_user, error"


def ensure_history(connection: Connection) -> str | None:
    """Create schema and table where they are not there yet; return why not, where they may not be."""
    row = connection.execute("select to_regclass('guardian.history') is not null").fetchone()
    if row and row[0]:
        return None
    try:
        with connection.transaction():
            connection.execute(_CREATE)
    except psycopg.errors.InsufficientPrivilege as fault:
        return server_message(fault)
    return None


def record_history(
    connection: Connection,
    *,
    action: Action,
    version: int | None,
    migration: Migration | None,
    operator: Operator,
    seconds: float,
    error: str | None = None,
) -> None:
    """Append a row, inside the caller's transaction; an error makes it one of a failed run."""
    up, down = (migration.up, migration.down) if migration else (None, None)
    connection.execute(
        _INSERT,
        {
            "action": action,
            "version": version,
            "title": migration.title if migration else None,
            "outcome": Outcome.FAILED if error else Outcome.DONE,
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
        },
    )


def fetch_history(connection: Connection) -> tuple[HistoryRecord, ...]:
    """Return all rows, oldest first; none where the table is not there or may not be read."""
    query = f"select {_COLUMNS} from guardian.history order by id"  # noqa: S608 - a constant
    try:
        with connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(query).fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName):
        return ()
    return tuple(
        HistoryRecord(**{**row, "action": Action(row["action"]), "outcome": Outcome(row["outcome"])}) for row in rows
    )
