from __future__ import annotations

from guardian.names import quote_ident
from guardian.schema.ddl.rules import Attributes, Rules, Side
from guardian.schema.ddl.statement import Statement
from guardian.schema.model import Trigger

_ENABLED = {
    "origin": "ENABLE TRIGGER",
    "disabled": "DISABLE TRIGGER",
    "replica": "ENABLE REPLICA TRIGGER",
    "always": "ENABLE ALWAYS TRIGGER",
}


def create(new: Trigger, _: Side) -> tuple[Statement, ...]:
    made = () if new.inherited else (Statement(sql=new.definition),)
    return made if new.enabled == "origin" else (*made, _set_enabled(new))


def drop(old: Trigger, _: Side) -> tuple[Statement, ...]:
    return () if old.inherited else (Statement(sql=f"DROP {target(old)}"),)


def alter(_: Trigger, new: Trigger, attributes: Attributes, __: Side) -> tuple[Statement, ...]:
    if "definition" in attributes and not new.inherited:
        made = Statement(sql=new.definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1))
        return (made,) if new.enabled == "origin" else (made, _set_enabled(new))
    return (_set_enabled(new),) if "enabled" in attributes else ()


def replaces(old: Trigger, new: Trigger, attributes: Attributes) -> bool:
    """Constraint triggers have no OR REPLACE."""
    constraint = any(found.definition.startswith("CREATE CONSTRAINT") for found in (old, new))
    return "definition" in attributes and constraint


def _set_enabled(new: Trigger) -> Statement:
    return Statement(sql=f"ALTER TABLE {new.table_name} {_ENABLED[new.enabled]} {quote_ident(new.trigger)}")


def target(found: Trigger) -> str:
    return f"TRIGGER {quote_ident(found.trigger)} ON {found.table_name}"


RULES = Rules(create=create, drop=drop, alter=alter, replaces=replaces, target=target)
