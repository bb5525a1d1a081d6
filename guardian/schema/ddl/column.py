"""Columns. What a parent table hands down is not repeated on the child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from guardian.names import qualified, quote_ident
from guardian.schema.ddl.cast import cast_expression
from guardian.schema.ddl.rules import Attributes, Rules, Side, change_options
from guardian.schema.ddl.statement import Hazard, Statement
from guardian.schema.model import Column, Constraint, Key, Kind, Table

LOCK = (Hazard.ACCESS_EXCLUSIVE_LOCK,)
REWRITE = (Hazard.ACCESS_EXCLUSIVE_LOCK, Hazard.TABLE_REWRITE)
# What ALTER TABLE on a parent also does to its children.
RECURSIVE = frozenset({"type", "collation", "not_null", "default", "storage", "statistics", "generated", "expression"})
FIRST_WITH_NAMED_NOT_NULL = 180000


def clause(new: Column, not_null_name: str | None = None) -> str:
    """Return the column as it stands in CREATE TABLE and ADD COLUMN."""
    parts = [quote_ident(new.column), new.type]
    if new.collation:
        parts.append(f"COLLATE {new.collation}")
    if new.expression is not None:
        parts.append(f"GENERATED ALWAYS AS ({new.expression}) {(new.generated or 'stored').upper()}")
    if new.default is not None:
        parts.append(f"DEFAULT {new.default}")
    if new.identity_kind:
        parts.append(f"GENERATED {new.identity_kind.upper()} AS IDENTITY ({_identity(new)})")
    if not_null_name:
        parts.append(f"CONSTRAINT {quote_ident(not_null_name)} NOT NULL")
    elif new.not_null:
        parts.append("NOT NULL")
    return " ".join(parts)


def extras(new: Column) -> Iterator[Statement]:
    """Yield the statements for what CREATE TABLE has no words for."""
    if new.storage:
        yield _alter(new, f"SET STORAGE {new.storage.upper()}")
    if new.compression:
        yield _alter(new, f"SET COMPRESSION {new.compression}")
    if new.statistics is not None:
        yield _alter(new, f"SET STATISTICS {new.statistics}")
    for change in change_options((), new.options):
        yield _alter(new, change)


def not_null_name(new: Column, side: Side) -> str | None:
    """Return the name of the column's NOT NULL where it has one of its own, or its parent's."""
    names = [
        part.constraint
        for part in side.parts(new.parent)
        if isinstance(part, Constraint) and is_named_not_null(part) and part.columns == (new.column,)
    ]
    if names or not (new.inherited and new.not_null and side.server_version >= FIRST_WITH_NAMED_NOT_NULL):
        return names[0] if names else None
    return _handed_down(new, side)


def _handed_down(new: Column, side: Side) -> str | None:
    """Return the name of the parent's NOT NULL, shared by a partition; by default table_column_not_null."""
    for key in _parents(new, side):
        above = side.find(key)
        if isinstance(above, Column) and above.not_null:
            return not_null_name(above, side) or f"{above.table}_{new.column}_not_null"
    return None


def is_named_not_null(part: Constraint) -> bool:
    """Return whether the constraint can stand in its column's clause."""
    return part.type == "not_null" and part.validated and not part.inherited and "NO INHERIT" not in part.definition


def create(new: Column, side: Side) -> tuple[Statement, ...]:
    if new.inherited:
        return ()
    hazards = REWRITE if new.identity_kind or new.generated == "stored" else LOCK
    text = clause(new, not_null_name(new, side))
    return (Statement(sql=f"ALTER TABLE {new.table_name} ADD COLUMN {text}", hazards=hazards), *extras(new))


def drop(old: Column, _: Side) -> tuple[Statement, ...]:
    if old.inherited:
        return ()
    sql = f"ALTER TABLE {old.table_name} DROP COLUMN {quote_ident(old.column)}"
    return (Statement(sql=sql, hazards=LOCK if old.generated else (*LOCK, Hazard.DATA_LOSS)),)


def alter(old: Column, new: Column, attributes: Attributes, side: Side) -> tuple[Statement, ...]:
    if new.inherited:
        kept = {name: values for name, values in attributes.items() if not _comes_from_parent(new, name, values, side)}
        old = replace(old, **{name: getattr(new, name) for name in attributes if name not in kept})
        attributes = kept
    return tuple(_steps(old, new, attributes, side))


def _comes_from_parent(new: Column, name: str, values: tuple[Any, Any], side: Side) -> bool:
    """Return whether ALTER TABLE on the parent makes the same change, and makes it here too."""
    if name not in RECURSIVE:
        return False
    for key in _parents(new, side):
        before, after = side.old.by_key.get(key), side.find(key)
        if before and after and (getattr(before, name), getattr(after, name)) == values:
            return True
    return False


def _parents(new: Column, side: Side) -> Iterator[Key]:
    table = side.find(new.parent)
    for schema, name in table.parents if isinstance(table, Table) else ():
        yield Key(Kind.COLUMN, qualified(schema, name, new.column))


def release(old: Column) -> tuple[Statement, ...]:
    """Return what frees the column of what its default calls, so that it can be replaced."""
    return (_alter(old, "DROP DEFAULT"),) if old.default is not None else ()


def restore(new: Column) -> tuple[Statement, ...]:
    return (_alter(new, f"SET DEFAULT {new.default}"),) if new.default is not None else ()


def _steps(old: Column, new: Column, attributes: Attributes, side: Side) -> Iterator[Statement]:
    retyped = bool(attributes.keys() & {"type", "collation"}) and not new.inherited
    if old.generated and not new.generated:
        yield _alter(new, "DROP EXPRESSION")
    if old.identity_kind and not new.identity_kind and not new.inherited:
        yield _alter(new, "DROP IDENTITY")
    if old.default is not None and (new.default is None or retyped):
        yield _alter(new, "DROP DEFAULT")
    if retyped:
        collation = f" COLLATE {new.collation}" if new.collation else ""
        using = "" if new.generated else f" USING {cast_expression(quote_ident(new.column), old.type, new.type)}"
        yield _alter(new, f"TYPE {new.type}{collation}{using}", REWRITE)
    if new.default is not None and (old.default != new.default or retyped):
        yield _alter(new, f"SET DEFAULT {new.default}")
    yield from _nullability(old, new, side)
    if not new.inherited:
        yield from _identity_steps(old, new, attributes)
    if "expression" in attributes and old.generated and new.generated:
        yield _alter(new, f"SET EXPRESSION AS ({new.expression})", REWRITE if new.generated == "stored" else LOCK)
    yield from _physical(new, attributes)


def _nullability(old: Column, new: Column, side: Side) -> Iterator[Statement]:
    # A NOT NULL with a name of its own is the business of that constraint.
    if old.not_null == new.not_null or (new.not_null and not_null_name(new, side)):
        return
    if new.not_null:
        yield _alter(new, "SET NOT NULL", (*LOCK, Hazard.VALIDATION_SCAN))
    else:
        yield _alter(new, "DROP NOT NULL")


def _identity_steps(old: Column, new: Column, attributes: Attributes) -> Iterator[Statement]:
    if not new.identity_kind:
        return
    if not old.identity_kind:
        yield _alter(new, f"ADD GENERATED {new.identity_kind.upper()} AS IDENTITY ({_identity(new)})")
        return
    changes = [f"SET GENERATED {new.identity_kind.upper()}"] if "identity_kind" in attributes else []
    changes += [f"SET {option}" for option in new.identity_options if option not in old.identity_options]
    if "identity_start" in attributes:
        changes.append(f"SET START WITH {new.identity_start}")
    if changes:
        yield _alter(new, " ".join(changes))


def _identity(new: Column) -> str:
    return " ".join([f"START WITH {new.identity_start}", *new.identity_options])


def _physical(new: Column, attributes: Attributes) -> Iterator[Statement]:
    if "storage" in attributes:
        yield _alter(new, f"SET STORAGE {(new.storage or new.type_storage).upper()}")
    if "compression" in attributes:
        yield _alter(new, f"SET COMPRESSION {new.compression or 'default'}")
    if "statistics" in attributes:
        yield _alter(new, f"SET STATISTICS {-1 if new.statistics is None else new.statistics}")
    for change in change_options(*attributes.get("options", ((), ()))):
        yield _alter(new, change)


def _alter(new: Column, what: str, hazards: tuple[Hazard, ...] = LOCK) -> Statement:
    return Statement(sql=f"ALTER TABLE {new.table_name} ALTER COLUMN {quote_ident(new.column)} {what}", hazards=hazards)


def replaces(old: Column, new: Column, attributes: Attributes) -> bool:
    """Replace a generated column: it holds nothing that cannot be computed again."""
    return bool(old.generated and new.generated and "generated" in attributes)


def impossible(old: Column, new: Column, attributes: Attributes) -> str | None:
    if new.generated and not old.generated:
        return "a column that holds data cannot become a generated one; add a new column and drop this one"
    if old.generated == "virtual" and not new.generated:
        return "a virtual generated column cannot become an ordinary one; add a new column and drop this one"
    if set(attributes) == {"position"}:
        return "PostgreSQL cannot change the order of columns"
    return None


def target(found: Column) -> str:
    return f"COLUMN {found.name}"


RULES = Rules(create=create, drop=drop, alter=alter, replaces=replaces, impossible=impossible, target=target)
