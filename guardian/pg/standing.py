"""Version, history and progress of a target in one round trip, and the tables made ready in another."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from guardian.migrate.record import HistoryRecord
from guardian.migrate.standing import Standing
from guardian.migrate.state import VersionState
from guardian.migrate.unfinished import Unfinished
from guardian.names import quote_literal
from guardian.pg.connect import Connection
from guardian.pg.history import CREATE_HISTORY, fetch_history, history_query, history_record
from guardian.pg.progress import progress_query, unfinished
from guardian.pg.setting import PIN_IDLE, SETTINGS, SessionSettings, refuse_read_only, session_settings
from guardian.pg.simple_query import Row, StatementError, send
from guardian.pg.version_row import create_version_table_text
from guardian.pg.version_table import VersionTable, fetch_state

_NOT_THERE = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.InvalidSchemaName,
    psycopg.errors.InsufficientPrivilege,
)

# Why guardian's own tables could not be made comes back as a setting, as a DO has no result.
_READY = """
begin
  {version_table}
  begin
    if pg_catalog.to_regclass('guardian.history') is null or pg_catalog.to_regclass('guardian.progress') is null
      or not exists (select from pg_catalog.pg_attribute
        where attrelid operator(pg_catalog.=) pg_catalog.to_regclass('guardian.history')
          and attname operator(pg_catalog.=) 'version_table') then
      {history}
    end if;
    perform pg_catalog.set_config('guardian.missing', case
      when pg_catalog.has_table_privilege('guardian.history', 'select, insert')
        and pg_catalog.has_table_privilege('guardian.progress', 'insert, delete') then ''
      else 'no right to write guardian.history' end, false);
  exception when insufficient_privilege then
    perform pg_catalog.set_config('guardian.missing', sqlerrm, false);
  end;
end
"""
_SAID = f"select pg_catalog.current_setting('guardian.missing');{PIN_IDLE}{SETTINGS}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """`missing` says why no history can be kept, None where it can.

    `settings` are the session's, the idle timeouts pinned among them.
    """

    standing: Standing
    missing: str | None
    settings: SessionSettings


def make_ready(connection: Connection, where: VersionTable) -> Ready:
    """Make version table and history where they are not there yet, and read them; the caller holds the lock.

    Raises ReadOnlyTarget where nothing could be written.
    """
    body = _READY.format(version_table=create_version_table_text(where), history=CREATE_HISTORY)
    text = f"do {quote_literal(body)};{_SAID}"  # a literal, as a name may hold any dollar quote
    try:
        _, missing, _, rows, *tables = send(connection, text + _standing_query(where))
        standing = _parsed(connection, where, tables)
    except StatementError as failed:
        if isinstance(failed.fault, psycopg.errors.ReadOnlySqlTransaction):
            refuse_read_only(connection, where.target)
        if not isinstance(failed.fault, _NOT_THERE):
            raise failed.fault from None
        # The history may not be made, so what reads it failed, and took with it what was made.
        _, missing, _, rows = _send(connection, text)
        standing = fetch_standing(connection, where)
    settings = session_settings(rows, where.target)
    settings.refuse_read_only(where.target)
    return Ready(standing=standing, missing=missing[0][0] or None, settings=settings)


def fetch_standing(connection: Connection, where: VersionTable) -> Standing:
    """Return what the target says: in one round trip where all tables are there. Raises as fetch_state."""
    try:
        return _parsed(connection, where, send(connection, _standing_query(where)))
    except StatementError as failed:
        if not isinstance(failed.fault, _NOT_THERE):
            raise failed.fault from None
        nothing = failed.done == 0 and isinstance(failed.fault, psycopg.errors.UndefinedTable)
    state = VersionState() if nothing else fetch_state(connection, where)
    history = fetch_history(connection, where)
    if not state.dirty:
        return Standing(state=state, history=history)
    try:
        (progress,) = send(connection, progress_query(where))
    except StatementError:
        progress = []
    return _standing(state, history, unfinished(progress))


def _standing_query(where: VersionTable) -> str:
    return (
        f"select version, dirty, pg_catalog.pg_typeof(version), pg_catalog.pg_typeof(dirty) from {where.name} limit 2; "  # noqa: S608 - quoted
        f"{history_query(where)}; {progress_query(where)}"
    )


def _parsed(connection: Connection, where: VersionTable, tables: list[list[Row]]) -> Standing:
    version, history, progress = tables
    state = _state(version) or fetch_state(connection, where)
    return _standing(state, tuple(history_record(row) for row in history), unfinished(progress))


def _standing(state: VersionState, history: tuple[HistoryRecord, ...], found: Unfinished | None) -> Standing:
    return Standing(state=state, history=history, unfinished=found if state.dirty else None)


def _state(rows: list[Row]) -> VersionState | None:
    """Return the state; None for rows that are not golang-migrate's, of which `fetch_state` says what is wrong."""
    if not rows:
        return VersionState()
    version, dirty, *types = rows[0]
    if len(rows) > 1 or types != ["bigint", "boolean"] or version is None:
        return None
    return VersionState(version=None if int(version) < 0 else int(version), dirty=dirty == "t")


def _send(connection: Connection, text: str) -> list[list[Row]]:
    try:
        return send(connection, text)
    except StatementError as failed:
        raise failed.fault from None
