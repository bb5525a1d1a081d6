"""Settings that a role, a database or the server brings into guardian's session, and where each of them is set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guardian.errors import Refused
from guardian.pg.connect import Connection
from guardian.pg.simple_query import Row, send

_READ_ONLY = "default_transaction_read_only"
# SQLSTATE to the setting that ends a statement, or the session, with it.
_ENDS_WITH = {
    "57014": "statement_timeout",
    "55P03": "lock_timeout",
    "25P03": "idle_in_transaction_session_timeout",
    "25P04": "transaction_timeout",
    "57P05": "idle_session_timeout",
}
# Both times out whom it forgot. guardian is idle while it parses a file or waits for the other migrator, and says so
# itself where it is lost; the URL has the last word. pg_settings is only asked where there is something to pin.
PIN_IDLE = """
select pg_catalog.set_config(n, '0', false)
from pg_catalog.unnest(array['idle_in_transaction_session_timeout', 'idle_session_timeout']) n
where pg_catalog.current_setting(n, true) operator(pg_catalog.<>) '0'
  and (select p.source from pg_catalog.pg_settings p where p.name operator(pg_catalog.=) n)
    operator(pg_catalog.<>) all (array['client', 'session']);
"""
SETTINGS = f"""
select name, setting, source, pg_catalog.current_setting(name), sourcefile, sourceline,
  pg_catalog.quote_ident(session_user), pg_catalog.quote_ident(pg_catalog.current_database()),
  pg_catalog.pg_is_in_recovery()
from pg_catalog.pg_settings
where source operator(pg_catalog.=) 'session' and not pg_catalog.starts_with(name, 'guardian.')
  or name operator(pg_catalog.=) any (array['{_READ_ONLY}', '{"', '".join(_ENDS_WITH.values())}']);
"""  # noqa: S608 - names of this module


class ReadOnlyTarget(Refused):
    """the target takes no changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`value` is as the server shows it (`5s`); `origin` says where it comes from, for people."""

    name: str
    value: str
    source: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettings:
    """`chosen` are those of this session, which RESET ALL would lose; `watched` those that may stop a migration."""

    standby: bool
    chosen: tuple[tuple[str, str], ...]
    watched: tuple[Setting, ...]

    def refuse_read_only(self, target: str) -> None:
        """Raise ReadOnlyTarget where nothing could be written: before any file, whose fault it is not."""
        if self.standby:
            raise ReadOnlyTarget(
                f"{target} is a standby, which takes no changes (SQLSTATE 25006); nothing was done; write the URL of "
                f"its primary server in [targets.{target}]"
            )
        for setting in self.watched:
            if setting.name == _READ_ONLY and setting.value == "on":
                raise ReadOnlyTarget(
                    f"{target} takes no changes: {_READ_ONLY} is on, set by {setting.origin} (SQLSTATE 25006); nothing "
                    f"was done; migrate with a role for which it is off, or add {_READ_ONLY}=off to the URL of {target}"
                )

    def timeouts(self) -> tuple[Setting, ...]:
        return tuple(s for s in self.watched if s.name != _READ_ONLY and s.value != "0")


def session_settings(rows: Iterable[Row], target: str) -> SessionSettings:
    """Return what the rows of SETTINGS say."""
    found = tuple(rows)
    return SessionSettings(
        standby=any(row[8] == "t" for row in found),
        chosen=tuple((row[0] or "", row[1] or "") for row in found if row[2] == "session"),
        watched=tuple(
            Setting(name=row[0] or "", value=row[3] or "", source=row[2] or "", origin=_origin(row, target))
            for row in found
            if row[0] == _READ_ONLY or row[0] in _ENDS_WITH.values()
        ),
    )


def refuse_read_only(connection: Connection, target: str) -> None:
    """Raise ReadOnlyTarget for a standby, or where a setting makes every transaction a reading one."""
    (rows,) = send(connection, SETTINGS)
    session_settings(rows, target).refuse_read_only(target)


def find_timeout(timeouts: Sequence[Setting], sqlstate: str | None, *, said: str, text: str) -> str | None:
    """Return `statement_timeout is 5s, set by ALTER ROLE app`, where that is what the error `said` speaks of.

    `text` is the file's: what it sets itself goes before what was there. None where no such setting is in force.
    """
    name = _ENDS_WITH.get(sqlstate or "")
    if name is None or "user request" in said:
        return None
    if name in text.lower():
        return f"{name} is set by the file itself"
    found = next((setting for setting in timeouts if setting.name == name), None)
    return f"{name} is {found.value}, set by {found.origin}" if found else None


def _origin(row: Row, target: str) -> str:
    file, line, role, database = row[4:8]
    match row[2]:
        case "user":
            return f"ALTER ROLE {role}"
        case "database":
            return f"ALTER DATABASE {database}"
        case "database user":
            return f"ALTER ROLE {role} IN DATABASE {database}"
        case "global":
            return "ALTER ROLE ALL"
        case "client" | "session":
            return f"the URL of {target}"
        case "configuration file":
            return f"{file}, line {line}" if file else "postgresql.conf"
        case "command line":
            return "the server's command line"
        case source:
            return f"the server ({source})"
