from __future__ import annotations

from guardian.names import qualified, quote_ident
from guardian.schema.ddl.rules import Attributes, Rules, Side
from guardian.schema.ddl.statement import Hazard, Statement
from guardian.schema.model import Index


def create(new: Index, _: Side) -> tuple[Statement, ...]:
    sql = new.definition
    if new.tablespace:
        head, where, condition = sql.partition(" WHERE ")
        sql = f"{head} TABLESPACE {quote_ident(new.tablespace)}{where}{condition}"
    return (Statement(sql=sql, hazards=(Hazard.WRITE_LOCK,)), *_statistics(new, (), new.statistics))


def drop(old: Index, side: Side) -> tuple[Statement, ...]:
    if old.parent_index is not None and side.find(old.key) is None:
        return ()  # goes with its parent's, and cannot go alone
    return (Statement(sql=f"DROP INDEX {old.name}", hazards=(Hazard.ACCESS_EXCLUSIVE_LOCK,)),)


def alter(old: Index, new: Index, attributes: Attributes, _: Side) -> tuple[Statement, ...]:
    statements = []
    if "tablespace" in attributes:
        tablespace = quote_ident(new.tablespace or "pg_default")
        statements.append(Statement(sql=f"ALTER INDEX {new.name} SET TABLESPACE {tablespace}"))
    return (*statements, *_statistics(new, old.statistics, new.statistics))


def replaces(_: Index, new: Index, attributes: Attributes) -> bool:
    return bool(attributes.keys() & {"definition", "unique"}) or ("valid" in attributes and new.parent_index is None)


def late(old: Index | None, new: Index | None, side: Side) -> tuple[Statement, ...]:
    """Attach the index to its parent's; a partition that is itself attached later brings it along."""
    if new is None or new.parent_index is None or (old is not None and old == new):
        return ()
    if side.old.by_key.get(new.parent) is None:
        return ()
    return (Statement(sql=f"ALTER INDEX {qualified(*new.parent_index)} ATTACH PARTITION {new.name}"),)


def _statistics(new: Index, before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Statement, ...]:
    old, wanted = (dict(item.split("=") for item in items) for items in (before, after))
    targets = {**dict.fromkeys(old, "-1"), **wanted}
    return tuple(
        Statement(sql=f"ALTER INDEX {new.name} ALTER COLUMN {column} SET STATISTICS {goal}")
        for column, goal in targets.items()
        if old.get(column) != goal
    )


def target(found: Index) -> str:
    return f"INDEX {found.name}"


RULES = Rules(create=create, drop=drop, alter=alter, replaces=replaces, late=late, target=target)
