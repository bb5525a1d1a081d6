from __future__ import annotations

from guardian.names import qualified, quote_ident
from guardian.schema.ddl.column import is_named_not_null
from guardian.schema.ddl.rules import Attributes, Rules, Side, render_options
from guardian.schema.ddl.statement import Hazard, Statement
from guardian.schema.model import Column, Constraint, Key, Kind, Table

KEYS = frozenset({"primary_key", "unique", "exclude"})
LOCK = (Hazard.ACCESS_EXCLUSIVE_LOCK,)


def clause(new: Constraint) -> str:
    """Return the constraint as it stands in CREATE TABLE and ADD."""
    return " ".join(
        word
        for word in (
            f"CONSTRAINT {quote_ident(new.constraint)} {_body(new)}",
            _timing(new) if new.deferrable else "",
            "" if new.validated or "NOT ENFORCED" in new.definition else "NOT VALID",
        )
        if word
    )


def _body(new: Constraint) -> str:
    if not new.options:
        return new.definition
    # Storage parameters stand before the WHERE of an exclusion constraint, which the server prints last.
    head, where, condition = new.definition.partition(" WHERE (")
    return f"{head} WITH ({render_options(new.options)}){where}{condition}"


def _timing(new: Constraint) -> str:
    if not new.deferrable:
        return "NOT DEFERRABLE"
    return "DEFERRABLE INITIALLY DEFERRED" if new.deferred else "DEFERRABLE INITIALLY IMMEDIATE"


def is_inline(new: Constraint) -> bool:
    """Return whether CREATE TABLE can have the constraint within it."""
    if new.type == "not_null":
        return is_named_not_null(new)
    return new.type != "foreign_key" and new.validated and not new.inherited


def create(new: Constraint, side: Side) -> tuple[Statement, ...]:
    if new.inherited:
        return ()
    only = "ONLY " if new.type in KEYS and _is_partitioned(new, side) else ""
    if new.type == "not_null" and _stands_with_new_column(new, side):
        return ()
    add = Statement(
        sql=f"ALTER TABLE {only}{new.table_name} ADD {clause(new)}",
        hazards=(*LOCK, Hazard.VALIDATION_SCAN) if new.validated else LOCK,
    )
    return (*_unnamed_not_null(new, side, "DROP NOT NULL"), add)


def drop(old: Constraint, side: Side) -> tuple[Statement, ...]:
    if old.inherited or (old.parent_index is not None and not _has_index(old.parent_index, side)):
        return ()
    if _goes_with_column(old, side):
        return ()
    sql = f"ALTER TABLE {old.table_name} DROP CONSTRAINT {quote_ident(old.constraint)}"
    statements = [Statement(sql=sql, hazards=LOCK)]
    if old.type == "not_null" and side.find(old.key) is None:
        statements += _unnamed_not_null(old, side, "SET NOT NULL")
    return tuple(statements)


def _goes_with_column(old: Constraint, side: Side) -> bool:
    """Return whether dropping a column drops it; a primary key that another one replaces does not wait for that."""
    if side.find(old.parent) is None or all(side.find(_column(old, name)) is not None for name in old.columns):
        return False
    keys = [part for part in side.parts(old.parent) if isinstance(part, Constraint) and part.type == "primary_key"]
    return old.type != "primary_key" or not keys


def alter(_: Constraint, new: Constraint, attributes: Attributes, __: Side) -> tuple[Statement, ...]:
    name, statements = quote_ident(new.constraint), []
    if attributes.keys() & {"deferrable", "deferred"}:
        sql = f"ALTER TABLE {new.table_name} ALTER CONSTRAINT {name} {_timing(new)}"
        statements.append(Statement(sql=sql, hazards=LOCK))
    if "validated" in attributes:
        sql = f"ALTER TABLE {new.table_name} VALIDATE CONSTRAINT {name}"
        statements.append(Statement(sql=sql, hazards=(Hazard.VALIDATION_SCAN,)))
    return tuple(statements)


def replaces(_: Constraint, new: Constraint, attributes: Attributes) -> bool:
    alterable = {"comment"} | ({"validated"} if new.validated else set())
    if new.type == "foreign_key":
        alterable |= {"deferrable", "deferred"}
    return bool(attributes.keys() - alterable)


def late(old: Constraint | None, new: Constraint | None, side: Side) -> tuple[Statement, ...]:
    """Attach the index to its parent's; a partition that is itself attached later brings it along."""
    if new is None or new.parent_index is None or (old is not None and old.definition == new.definition):
        return ()
    index = qualified(new.schema, new.constraint)
    return attach(new.parent_index, index, new, side)


def attach(parent: tuple[str, str], index: str, new: Constraint, side: Side) -> tuple[Statement, ...]:
    if side.old.by_key.get(new.parent) is None:
        return ()
    return (Statement(sql=f"ALTER INDEX {qualified(*parent)} ATTACH PARTITION {index}"),)


def _unnamed_not_null(found: Constraint, side: Side, what: str) -> tuple[Statement, ...]:
    """Return the statement that makes way for, or takes the place of, a NOT NULL with a name of its own."""
    column = side.find(_column(found, found.columns[0])) if found.type == "not_null" else None
    if not isinstance(column, Column) or not column.not_null:
        return ()
    before = side.old.by_key.get(column.key)
    if what == "DROP NOT NULL" and (not isinstance(before, Column) or not before.not_null):
        return ()
    return (Statement(sql=f"ALTER TABLE {found.table_name} ALTER COLUMN {quote_ident(column.column)} {what}"),)


def _stands_with_new_column(new: Constraint, side: Side) -> bool:
    return is_named_not_null(new) and side.old.by_key.get(_column(new, new.columns[0])) is None


def _column(found: Constraint, column: str) -> Key:
    return Key(Kind.COLUMN, qualified(found.schema, found.table, column))


def _is_partitioned(found: Constraint, side: Side) -> bool:
    table = side.find(found.parent)
    return isinstance(table, Table) and table.partitioned


def _has_index(index: tuple[str, str], side: Side) -> bool:
    """Return whether the index, by the constraint that it carries, is there afterwards."""
    schema, name = index
    return any(
        isinstance(found, Constraint) and (found.schema, found.constraint) == (schema, name)
        for found in side.new.objects
        if found.kind is Kind.CONSTRAINT
    )


def target(found: Constraint) -> str:
    return f"CONSTRAINT {quote_ident(found.constraint)} ON {found.table_name}"


RULES = Rules(create=create, drop=drop, alter=alter, replaces=replaces, late=late, target=target)
