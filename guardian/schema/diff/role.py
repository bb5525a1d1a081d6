"""Roles: they belong to the whole server, and a snapshot has those that its schema refers to."""

from __future__ import annotations

from guardian.schema.model import Kind, SchemaObject


def only_referred_to(found: SchemaObject | None, other: SchemaObject | None) -> bool:
    """Return whether this is a role that only one of the schemas refers to.

    It may well exist on the other server too. What refers to it is the difference, and is told where it stands: an
    owner, a grant, a policy.
    """
    one = found or other
    return one is not None and one.kind is Kind.ROLE and (found is None or other is None)
