from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guardian.schema.model.base import Kind, SchemaObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(SchemaObject):
    """A subscription of this database.

    `connection` says where it leads, host, port and database, never who logs in how; reading it takes a superuser.
    Attributes that an older server does not have are as that server behaves without them.
    """

    kind: ClassVar[Kind] = Kind.SUBSCRIPTION
    identity: ClassVar[tuple[str, ...]] = ("subscription",)

    subscription: str
    connection: str | None
    publications: tuple[str, ...]
    enabled: bool
    slot: str | None
    synchronous_commit: str
    binary: bool
    streaming: str  # off, on or parallel
    two_phase: bool
    disable_on_error: bool
    password_required: bool
    run_as_owner: bool
    origin: str  # any or none
    failover: bool
