from __future__ import annotations

from guardian.names import quote_ident
from guardian.schema.ddl.rules import Rules, Side
from guardian.schema.ddl.statement import Statement
from guardian.schema.model import Schema


def create(new: Schema, _: Side) -> tuple[Statement, ...]:
    return (Statement(sql=f"CREATE SCHEMA {quote_ident(new.schema)}"),)


def drop(old: Schema, _: Side) -> tuple[Statement, ...]:
    return (Statement(sql=f"DROP SCHEMA {quote_ident(old.schema)}"),)


def target(found: Schema) -> str:
    return f"SCHEMA {found.name}"


RULES = Rules(create=create, drop=drop, target=target)
