"""Whether a change lets somebody do what they could not: grants to everybody, and roles that are above all rules."""

from __future__ import annotations

from typing import Any

from guardian.schema.diff import Change
from guardian.schema.model import DefaultPrivileges, Kind

# Everybody, and the roles that stand for anybody who comes through an API.
EVERYBODY = frozenset({"public", "anon", "web_anon", "authenticated"})

_POWERS = frozenset({"superuser", "bypass_row_security", "create_role", "replication"})
_GIVEN = frozenset({"granted", "grantable"})


def opens_to_everybody(change: Change) -> bool:
    """Return whether the change grants something to everybody, now or for objects to come."""
    if isinstance(change.new, DefaultPrivileges) and change.old is None:
        return any(item.grantee in EVERYBODY and item.state in _GIVEN for item in change.new.privileges)
    return any(_is_grant(path, old, new) for path, (old, new) in change.attributes.items())


def gives_power(change: Change) -> bool:
    """Return whether the change lifts a role above the rules that hold for others."""
    return change.kind is Kind.ROLE and any(change.attributes.get(name, (None, None))[1] is True for name in _POWERS)


def _is_grant(path: str, old: Any, new: Any) -> bool:  # noqa: ANN401
    attribute, _, rest = path.partition(".")
    if attribute != "privileges" or rest.split(" by ")[0].rpartition(".")[0] not in EVERYBODY:
        return False
    # A default right that was revoked may be given back, too: then nothing is left to be told on the new side.
    return new in _GIVEN or (old == "revoked" and new is None)
