"""Drop every table of a target's current schema, the version table included."""

from __future__ import annotations

from guardian.app.session import open_target, target_lock
from guardian.config import Target
from guardian.errors import Refused
from guardian.migrate.event import HistoryMissing, Listener
from guardian.migrate.record import Action, Operator
from guardian.pg.drop import drop_tables, fetch_filled, fetch_tables
from guardian.pg.history import ensure_history, record_history
from guardian.pg.setting import refuse_read_only

_NAMED = 5


class HoldsData(Refused):
    """a protected target's tables hold data."""

    def __init__(self, target: str, tables: tuple[str, ...]) -> None:
        more = f" and {len(tables) - _NAMED} more" if len(tables) > _NAMED else ""
        super().__init__(
            f"{target} is protected, and {', '.join(tables[:_NAMED])}{more} hold data; drop what is to go in a "
            f"migration, and promote that"
        )


def drop_everything(target: Target, *, operator: Operator, listener: Listener) -> tuple[str, ...]:
    """Drop the tables in one transaction and return their names; views, types and other schemas stay.

    The caller has asked for consent. Raises HoldsData on a protected target, ReadOnlyTarget, LockHeld, SqlFailed.
    """
    with (
        open_target(target, promoting=target.protected) as session,
        target_lock(session, listener),
    ):
        connection, schema = session.connection, session.table.current_schema
        refuse_read_only(connection, target.name)
        with connection.transaction():
            tables = fetch_tables(connection)
            if target.protected:
                own = session.table.table if session.table.schema == schema else None
                filled = fetch_filled(connection, schema, tuple(name for name in tables if name != own))
                if filled:
                    raise HoldsData(target.name, filled)
            drop_tables(connection, schema, tables)
            missing = ensure_history(connection)
            if missing is None:
                record_history(
                    connection,
                    action=Action.FORCE,
                    version=None,
                    migration=None,
                    operator=operator,
                    seconds=0,
                    where=session.table,
                )
        if missing is not None:
            listener(HistoryMissing(target=target.name, reason=missing))
        return tables
