from __future__ import annotations

from guardian.schema.ddl.rules import Attributes, Rules, Side
from guardian.schema.ddl.statement import Statement
from guardian.schema.model import Function


def create(new: Function, _: Side) -> tuple[Statement, ...]:
    # The server prints OR REPLACE always; a new function should rather fail on one that is there already.
    return (Statement(sql=_definition(new).replace("CREATE OR REPLACE", "CREATE", 1)),)


def _definition(new: Function) -> str:
    return new.definition.rstrip("\n")


def drop(old: Function, _: Side) -> tuple[Statement, ...]:
    return (Statement(sql=f"DROP {target(old)}"),)


def alter(_: Function, new: Function, attributes: Attributes, __: Side) -> tuple[Statement, ...]:
    return (Statement(sql=_definition(new)),) if attributes.keys() - {"comment"} else ()


def replaces(old: Function, new: Function, attributes: Attributes) -> bool:
    """CREATE OR REPLACE keeps the kind, the result and the names of arguments, and takes no default away."""
    if attributes.keys() & {"routine", "result"}:
        return True
    named = any(old.argument_names) and old.argument_names != new.argument_names
    return "arguments" in attributes and (named or new.default_count < old.default_count)


def target(found: Function) -> str:
    return f"{'PROCEDURE' if found.routine == 'procedure' else 'FUNCTION'} {found.name}"


RULES = Rules(create=create, drop=drop, alter=alter, replaces=replaces, target=target)
