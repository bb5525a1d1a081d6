"""What applying needs besides the plan, and the session that each file starts with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from guardian.migrate.event import Listener
from guardian.migrate.migration import Direction
from guardian.migrate.plan import Step
from guardian.migrate.record import Action, Operator
from guardian.names import quote_literal
from guardian.pg.connect import Connection
from guardian.pg.history import history_row
from guardian.pg.setting import Setting, find_timeout
from guardian.pg.version_table import VersionTable

_LOCK_NOT_AVAILABLE = "55P03"


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """What applying needs besides the plan. `history` is False where the target has no guardian schema.

    `lock_timeout` in milliseconds bounds how long a statement may wait for, and so queue others behind, a table's
    lock; None leaves the server's setting. `settings` are those of the session itself, `timeouts` those in force,
    whoever set them. `stopped` is asked between files. In a `scratch` database, what reaches beyond the database
    (ALTER SYSTEM, CREATE DATABASE) is passed over. A `grouped` run waits for the disk once, at its end, not at each
    file.
    """

    connection: Connection
    table: VersionTable
    operator: Operator
    listener: Listener
    history: bool
    action: Action | None = None
    lock_timeout: int | None = None
    settings: tuple[tuple[str, str], ...] = ()
    timeouts: tuple[Setting, ...] = ()
    stopped: Callable[[], bool] = _never
    scratch: bool = False
    grouped: bool = False

    def waits_for_disk(self, *, last: bool) -> bool:
        """Whether a file's commit is waited for; always where the connection was opened with a say in it."""
        return last or not self.grouped or "synchronous_commit" in self.connection.info.options

    def reset_session(self) -> str:
        """Return the statements that undo a file's SETs. Not DISCARD ALL: it would release the migrators' lock."""
        restored = "".join(
            f"select pg_catalog.set_config({quote_literal(name)}, {quote_literal(value)}, false);"
            for name, value in self.settings
        )
        return f"set session authorization default; reset all; {restored}"

    def timeout(self, fault: psycopg.Error, text: str) -> str | None:
        """Return which timeout ended the file of this text, and who set it; None for any other error."""
        if self.lock_timeout is not None and fault.sqlstate == _LOCK_NOT_AVAILABLE:
            return None  # guardian's own
        return find_timeout(self.timeouts, fault.sqlstate, said=fault.diag.message_primary or "", text=text)

    def history_row(self, step: Step, seconds: float, *, error: str | None = None) -> str:
        """Return the statement that appends the run to the history; empty where none is kept."""
        if not self.history:
            return ""
        return history_row(
            action=self.action or (Action.UP if step.direction is Direction.UP else Action.DOWN),
            version=step.migration.version,
            migration=step.migration,
            operator=self.operator,
            seconds=seconds,
            error=error,
            from_version=step.from_version,
            to_version=step.to_version,
            where=self.table,
        )


# What a file may have left behind on the session, besides settings.
DISCARD = "discard temp; unlisten *; close all; deallocate all;"
