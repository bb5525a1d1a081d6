"""A target, opened: its connection and where its version is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from guardian.config import Target
from guardian.migrate.event import HistoryMissing, Listener
from guardian.migrate.record import Operator
from guardian.migrate.standing import Standing
from guardian.migrate.state import VersionState
from guardian.pg.apply import Runner
from guardian.pg.connect import Connection, connect
from guardian.pg.migration_lock import migration_lock
from guardian.pg.standing import fetch_standing, make_ready
from guardian.pg.url import parse_url
from guardian.pg.version_table import VersionTable, fetch_state, find_version_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    target: Target
    connection: Connection
    table: VersionTable

    def state(self) -> VersionState:
        return fetch_state(self.connection, self.table)

    def standing(self) -> Standing:
        """Return version, history and progress at once."""
        return fetch_standing(self.connection, self.table)


@contextmanager
def open_target(target: Target, *, promoting: bool = False) -> Iterator[Session]:
    """Open a target for reading; `promoting` takes the credential that is meant for it, where there is one.

    Raises ConfigError, Unreachable, SqlFailed, Refused.
    """
    secret = target.promote_url if promoting and target.promote_url else target.url
    url = parse_url(secret.reveal(), target=target.name)
    with connect(secret.reveal(), target=target.name) as connection:
        table = find_version_table(
            connection,
            target=target.name,
            table=url.version_table or target.version_table,
            schema=url.version_schema or (None if url.version_table else target.version_schema),
        )
        yield Session(target=target, connection=connection, table=table)


def target_lock(
    session: Session, listener: Listener, *, stopped: Callable[[], bool] = lambda: False
) -> AbstractContextManager[None]:
    """Hold the migrators' lock, waiting for it as long as the target's configuration says. Raises LockHeld."""
    timeout = session.target.lock_timeout.total_seconds()
    return migration_lock(session.connection, session.table, listener=listener, timeout=timeout, stopped=stopped)


def ready(session: Session, *, operator: Operator, listener: Listener) -> Runner:
    """Make version table and history where they are not there yet; the caller holds the lock."""
    return prepare(session, operator=operator, listener=listener)[0]


def prepare(session: Session, *, operator: Operator, listener: Listener) -> tuple[Runner, Standing]:
    """As `ready`, and return what the target says now."""
    made = make_ready(session.connection, session.table)
    if made.missing is not None:
        listener(HistoryMissing(target=session.target.name, reason=made.missing))
    runner = Runner(
        connection=session.connection,
        table=session.table,
        operator=operator,
        listener=listener,
        history=made.missing is None,
        settings=made.settings.chosen,
        timeouts=made.settings.timeouts(),
    )
    return runner, made.standing
