from __future__ import annotations

from guardian.schema.ddl.rules import Attributes, Rules, Side, change_options, render_options
from guardian.schema.ddl.statement import Hazard, Statement
from guardian.schema.model import View


def create(new: View, _: Side) -> tuple[Statement, ...]:
    return (Statement(sql=_definition(new, "CREATE")),)


def drop(old: View, _: Side) -> tuple[Statement, ...]:
    return (Statement(sql=f"DROP {_words(old)} {old.name}", hazards=(Hazard.ACCESS_EXCLUSIVE_LOCK,)),)


def alter(_: View, new: View, attributes: Attributes, __: Side) -> tuple[Statement, ...]:
    if "definition" in attributes:
        return (Statement(sql=_definition(new, "CREATE OR REPLACE")),)
    return tuple(
        Statement(sql=f"ALTER {_words(new)} {new.name} {change}")
        for change in change_options(*attributes.get("options", ((), ())))
    )


def replaces(old: View, new: View, attributes: Attributes) -> bool:
    """CREATE OR REPLACE can add columns at the end, and that only."""
    if "materialized" in attributes:
        return True
    if "definition" not in attributes:
        return False
    return new.materialized or new.columns[: len(old.columns)] != old.columns


def _definition(new: View, verb: str) -> str:
    options = f" WITH ({render_options(new.options)})" if new.options else ""
    return f"{verb} {_words(new)} {new.name}{options} AS\n{new.definition}"


def _words(found: View) -> str:
    return "MATERIALIZED VIEW" if found.materialized else "VIEW"


def target(found: View) -> str:
    return f"{_words(found)} {found.name}"


RULES = Rules(create=create, drop=drop, alter=alter, replaces=replaces, target=target)
