from __future__ import annotations

from guardian.names import qualified
from guardian.schema.ddl.rules import Attributes, Rules, Side
from guardian.schema.ddl.statement import Hazard, Statement
from guardian.schema.model import Key, Kind, Sequence

OPTIONS = frozenset({"type", "increment", "minimum", "maximum", "start", "cache", "cycle"})


def create(new: Sequence, _: Side) -> tuple[Statement, ...]:
    words = "CREATE UNLOGGED SEQUENCE" if new.persistence == "unlogged" else "CREATE SEQUENCE"
    return (Statement(sql=f"{words} {new.name} {_options(new)}"),)


def drop(old: Sequence, side: Side) -> tuple[Statement, ...]:
    if old.owned_by is not None:
        schema, table, column = old.owned_by
        # It goes with the column or table that owns it.
        if side.find(Key(Kind.COLUMN, qualified(schema, table, column))) is None:
            return ()
    return (Statement(sql=f"DROP SEQUENCE {old.name}", hazards=(Hazard.DATA_LOSS,)),)


def alter(_: Sequence, new: Sequence, attributes: Attributes, __: Side) -> tuple[Statement, ...]:
    statements = []
    if attributes.keys() & OPTIONS:
        statements.append(Statement(sql=f"ALTER SEQUENCE {new.name} {_options(new)}"))
    if "persistence" in attributes:
        word = "UNLOGGED" if new.persistence == "unlogged" else "LOGGED"
        statements.append(Statement(sql=f"ALTER SEQUENCE {new.name} SET {word}"))
    return tuple(statements)


def early(old: Sequence | None, new: Sequence | None) -> tuple[Statement, ...]:
    """Free the sequence before the column that owned it may go."""
    if old is None or new is None or old.owned_by is None or old.owned_by == new.owned_by:
        return ()
    return (Statement(sql=f"ALTER SEQUENCE {new.name} OWNED BY NONE"),)


def late(old: Sequence | None, new: Sequence | None, _: Side) -> tuple[Statement, ...]:
    if new is None or new.owned_by is None or (old is not None and old.owned_by == new.owned_by):
        return ()
    return (Statement(sql=f"ALTER SEQUENCE {new.name} OWNED BY {qualified(*new.owned_by)}"),)


def _options(new: Sequence) -> str:
    return (
        f"AS {new.type} INCREMENT BY {new.increment} MINVALUE {new.minimum} MAXVALUE {new.maximum} "
        f"START WITH {new.start} CACHE {new.cache} {'CYCLE' if new.cycle else 'NO CYCLE'}"
    )


def target(found: Sequence) -> str:
    return f"SEQUENCE {found.name}"


RULES = Rules(create=create, drop=drop, alter=alter, early=early, late=late, target=target)
