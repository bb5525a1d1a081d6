"""Tables. A table that holds data is never replaced, only altered."""

from __future__ import annotations

from collections.abc import Iterator

from guardian.names import qualified, quote_ident
from guardian.schema.ddl import column, constraint
from guardian.schema.ddl.rules import Attributes, Rules, Side, change_options, render_options
from guardian.schema.ddl.statement import Hazard, Statement
from guardian.schema.model import Column, Constraint, SchemaObject, Table

LOCK = (Hazard.ACCESS_EXCLUSIVE_LOCK,)


def is_inline(part: SchemaObject) -> bool:
    """Return whether the part is created by CREATE TABLE itself."""
    return isinstance(part, Column) or (isinstance(part, Constraint) and constraint.is_inline(part))


def create(new: Table, side: Side) -> tuple[Statement, ...]:
    parts = side.parts(new.key)
    columns = sorted((part for part in parts if isinstance(part, Column)), key=lambda part: part.position)
    keys = [part for part in parts if isinstance(part, Constraint) and is_inline(part) and part.type != "not_null"]
    # A partition is made whole and attached later, so that it keeps its own order of columns and names of indexes.
    own = [part for part in columns if new.partition_bound or not part.inherited]
    lines = [column.clause(part, column.not_null_name(part, side)) for part in own]
    lines += [constraint.clause(part) for part in keys]
    body = "(" + ",".join(f"\n    {line}" for line in lines) + "\n)" if lines else "()"
    words = "CREATE UNLOGGED TABLE" if new.persistence == "unlogged" else "CREATE TABLE"
    first = Statement(sql=f"{words} {new.name} {body}{_storage(new)}")
    extras = [extra for part in own for extra in column.extras(part)]
    return (first, *extras, *_row_security(None, new))


def _storage(new: Table) -> str:
    parents = "" if new.partition_bound else ", ".join(qualified(*parent) for parent in new.parents)
    clauses = (
        f" INHERITS ({parents})" if parents else "",
        f" PARTITION BY {new.partition_key}" if new.partition_key else "",
        f" USING {quote_ident(new.access_method)}" if new.access_method else "",
        f" WITH ({render_options(new.options)})" if new.options else "",
        f" TABLESPACE {quote_ident(new.tablespace)}" if new.tablespace else "",
    )
    return "".join(clauses)


def drop(old: Table, _: Side) -> tuple[Statement, ...]:
    return (Statement(sql=f"DROP TABLE {old.name}", hazards=(*LOCK, Hazard.DATA_LOSS)),)


def alter(old: Table, new: Table, attributes: Attributes, _: Side) -> tuple[Statement, ...]:
    return (*_row_security(old, new), *_inheritance(old, new), *_physical(new, attributes))


def _row_security(old: Table | None, new: Table) -> Iterator[Statement]:
    if new.row_security != (old is not None and old.row_security):
        yield _alter(new, f"{'ENABLE' if new.row_security else 'DISABLE'} ROW LEVEL SECURITY")
    if new.force_row_security != (old is not None and old.force_row_security):
        yield _alter(new, f"{'FORCE' if new.force_row_security else 'NO FORCE'} ROW LEVEL SECURITY")


def _inheritance(old: Table, new: Table) -> Iterator[Statement]:
    if old.partition_bound or new.partition_bound:
        return
    for parent in old.parents:
        if parent not in new.parents:
            yield _alter(new, f"NO INHERIT {qualified(*parent)}")
    for parent in new.parents:
        if parent not in old.parents:
            yield _alter(new, f"INHERIT {qualified(*parent)}")


def _physical(new: Table, attributes: Attributes) -> Iterator[Statement]:
    rewrite = (*LOCK, Hazard.TABLE_REWRITE)
    if "persistence" in attributes:
        yield _alter(new, "SET UNLOGGED" if new.persistence == "unlogged" else "SET LOGGED", rewrite)
    if "access_method" in attributes:
        yield _alter(new, f"SET ACCESS METHOD {quote_ident(new.access_method or 'heap')}", rewrite)
    if "tablespace" in attributes:
        yield _alter(new, f"SET TABLESPACE {quote_ident(new.tablespace or 'pg_default')}", rewrite)
    for change in change_options(*attributes.get("options", ((), ()))):
        yield _alter(new, change)


def _is_moved(old: Table, new: Table) -> bool:
    return (old.partition_bound, old.parents) != (new.partition_bound, new.parents)


def early(old: Table | None, new: Table | None) -> tuple[Statement, ...]:
    if old is None or new is None or not old.partition_bound or not _is_moved(old, new):
        return ()
    return (Statement(sql=f"ALTER TABLE {qualified(*old.parents[0])} DETACH PARTITION {old.name}", hazards=LOCK),)


def late(old: Table | None, new: Table | None, _: Side) -> tuple[Statement, ...]:
    if new is None:
        return ()
    return tuple(_late(old, new))


def _late(old: Table | None, new: Table) -> Iterator[Statement]:
    if new.partition_bound and (old is None or _is_moved(old, new)):
        sql = f"ALTER TABLE {qualified(*new.parents[0])} ATTACH PARTITION {new.name} {new.partition_bound}"
        yield Statement(sql=sql, hazards=(Hazard.VALIDATION_SCAN,))
    before = ("default", None) if old is None else (old.replica_identity, old.replica_index)
    if before != (new.replica_identity, new.replica_index):
        index = f"USING INDEX {quote_ident(new.replica_index)}" if new.replica_index else new.replica_identity.upper()
        yield _alter(new, f"REPLICA IDENTITY {index}")
    if (old.cluster_index if old else None) != new.cluster_index:
        what = f"CLUSTER ON {quote_ident(new.cluster_index)}" if new.cluster_index else "SET WITHOUT CLUSTER"
        yield _alter(new, what)


def _alter(new: Table, what: str, hazards: tuple[Hazard, ...] = LOCK) -> Statement:
    return Statement(sql=f"ALTER TABLE {new.name} {what}", hazards=hazards)


def impossible(_: Table, __: Table, attributes: Attributes) -> str | None:
    if attributes.keys() & {"partitioned", "partition_key"}:
        return "the partitioning of a table cannot be changed in place; create a new table and move the rows"
    if "of_type" in attributes:
        return "a table's OF type is not changed by guardian; use ALTER TABLE … OF or NOT OF"
    return None


def target(found: Table) -> str:
    return f"TABLE {found.name}"


RULES = Rules(create=create, drop=drop, alter=alter, impossible=impossible, early=early, late=late, target=target)
