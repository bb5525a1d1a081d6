from __future__ import annotations

from guardian.names import quote_ident
from guardian.schema.ddl.rules import Attributes, Rules, Side
from guardian.schema.ddl.statement import Hazard, Statement
from guardian.schema.model import Policy

LOCK = (Hazard.ACCESS_EXCLUSIVE_LOCK,)


def create(new: Policy, _: Side) -> tuple[Statement, ...]:
    kind = "" if new.permissive else " AS RESTRICTIVE"
    words = [
        f"CREATE {target(new)}{kind} FOR {new.command.upper()} TO {_roles(new)}",
        f"USING ({new.using})" if new.using is not None else "",
        f"WITH CHECK ({new.check})" if new.check is not None else "",
    ]
    return (Statement(sql=" ".join(word for word in words if word), hazards=LOCK),)


def drop(old: Policy, _: Side) -> tuple[Statement, ...]:
    return (Statement(sql=f"DROP {target(old)}", hazards=LOCK),)


def alter(_: Policy, new: Policy, attributes: Attributes, __: Side) -> tuple[Statement, ...]:
    words = [
        f"TO {_roles(new)}" if "roles" in attributes else "",
        f"USING ({new.using})" if "using" in attributes else "",
        f"WITH CHECK ({new.check})" if "check" in attributes else "",
    ]
    changes = " ".join(word for word in words if word)
    return (Statement(sql=f"ALTER {target(new)} {changes}", hazards=LOCK),) if changes else ()


def replaces(_: Policy, new: Policy, attributes: Attributes) -> bool:
    """ALTER POLICY has no word for the command, for RESTRICTIVE, nor for taking an expression away."""
    gone = ("using" in attributes and new.using is None) or ("check" in attributes and new.check is None)
    return gone or bool(attributes.keys() & {"command", "permissive"})


def _roles(new: Policy) -> str:
    return ", ".join("PUBLIC" if role == "public" else quote_ident(role) for role in new.roles)


def target(found: Policy) -> str:
    return f"POLICY {quote_ident(found.policy)} ON {found.table_name}"


RULES = Rules(create=create, drop=drop, alter=alter, replaces=replaces, target=target)
