"""The objects of a schema as plain values, one file per kind.

To add a kind: (1) its dataclass here, in `MODELS` and in `Kind`; (2) `guardian/pg/sql/<kind>.sql`, whose columns are
its fields and the oid; (3) its catalog in `guardian/pg/rows.py`; (4) a rule in `guardian/schema/diff` only where
comparing field by field is not enough; (5) its file in `guardian/schema/ddl`, in `kinds.py` and with a rank in
`order.py`; (6) cases in tests/corpus/diff. Severity and sentence have defaults in `guardian/drift`.
"""

from __future__ import annotations

from collections.abc import Mapping

from guardian.schema.model.base import ATTACHED, Key, Kind, Privilege, SchemaObject, TablePart
from guardian.schema.model.column import Column
from guardian.schema.model.constraint import Constraint
from guardian.schema.model.database import Database
from guardian.schema.model.default_privileges import DefaultPrivileges
from guardian.schema.model.enum_type import EnumType
from guardian.schema.model.event_trigger import EventTrigger
from guardian.schema.model.extension import Extension
from guardian.schema.model.foreign_data_wrapper import ForeignDataWrapper
from guardian.schema.model.function import Function
from guardian.schema.model.index import Index
from guardian.schema.model.policy import Policy
from guardian.schema.model.publication import Publication
from guardian.schema.model.role import Role
from guardian.schema.model.schema import Schema
from guardian.schema.model.sequence import Sequence
from guardian.schema.model.server import Server
from guardian.schema.model.snapshot import Dependency, Snapshot, order
from guardian.schema.model.subscription import Subscription
from guardian.schema.model.table import Table
from guardian.schema.model.trigger import Trigger
from guardian.schema.model.user_mapping import UserMapping
from guardian.schema.model.view import View

MODELS: Mapping[Kind, type[SchemaObject]] = {
    model.kind: model
    for model in (
        Role,
        Database,
        Schema,
        Extension,
        EnumType,
        Sequence,
        Table,
        Column,
        Constraint,
        Index,
        Function,
        View,
        Trigger,
        EventTrigger,
        Policy,
        ForeignDataWrapper,
        Server,
        UserMapping,
        Publication,
        Subscription,
        DefaultPrivileges,
    )
}

__all__ = [
    "ATTACHED",
    "MODELS",
    "Column",
    "Constraint",
    "Database",
    "DefaultPrivileges",
    "Dependency",
    "EnumType",
    "EventTrigger",
    "Extension",
    "ForeignDataWrapper",
    "Function",
    "Index",
    "Key",
    "Kind",
    "Policy",
    "Privilege",
    "Publication",
    "Role",
    "Schema",
    "SchemaObject",
    "Sequence",
    "Server",
    "Snapshot",
    "Subscription",
    "Table",
    "TablePart",
    "Trigger",
    "UserMapping",
    "View",
    "order",
]
