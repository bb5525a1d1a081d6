"""A target, opened: its connection and where its version is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from guardian.config import Target
from guardian.migrate.event import HistoryMissing, Listener
from guardian.migrate.record import Operator
from guardian.migrate.state import VersionState
from guardian.pg.apply import Runner
from guardian.pg.connect import Connection, connect
from guardian.pg.history import ensure_history
from guardian.pg.migration_lock import migration_lock
from guardian.pg.url import parse_url
from guardian.pg.version_table import VersionTable, create_version_table, fetch_state, find_version_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    target: Target
    connection: Connection
    table: VersionTable

    def state(self) -> VersionState:
        return fetch_state(self.connection, self.table)


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


def target_lock(session: Session, listener: Listener) -> AbstractContextManager[None]:
    """Hold the migrators' lock, waiting for it as long as the target's configuration says. Raises LockHeld."""
    timeout = session.target.lock_timeout.total_seconds()
    return migration_lock(session.connection, session.table, listener=listener, timeout=timeout)


def ready(session: Session, *, operator: Operator, listener: Listener) -> Runner:
    """Make version table and history where they are not there yet; the caller holds the lock."""
    create_version_table(session.connection, session.table)
    missing = ensure_history(session.connection)
    if missing is not None:
        listener(HistoryMissing(target=session.target.name, reason=missing))
    return Runner(
        connection=session.connection,
        table=session.table,
        operator=operator,
        listener=listener,
        history=missing is None,
    )
