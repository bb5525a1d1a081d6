"""The objects of a schema as plain values, one file per kind.

To add a kind: (1) its dataclass here, in `MODELS` and in `Kind`; (2) `guardian/pg/sql/<kind>.sql`, whose columns are
its fields and the oid; (3) its catalog in `guardian/pg/rows.py`; (4) a rule in `guardian/schema/diff` only where
comparing field by field is not enough; (5) its file in `guardian/schema/ddl`, in `kinds.py` and with a rank in
`order.py`; (6) cases in tests/corpus/diff. Severity and sentence have defaults in `guardian/drift`.
"""

from __future__ import annotations

from collections.abc import Mapping

from guardian.schema.model.access_method import AccessMethod
from guardian.schema.model.aggregate import Aggregate
from guardian.schema.model.base import ATTACHED, Key, Kind, Privilege, SchemaObject, TablePart
from guardian.schema.model.base_type import BaseType
from guardian.schema.model.cast import Cast
from guardian.schema.model.collation import Collation
from guardian.schema.model.column import Column
from guardian.schema.model.composite import Composite
from guardian.schema.model.constraint import Constraint
from guardian.schema.model.conversion import Conversion
from guardian.schema.model.database import Database
from guardian.schema.model.default_privileges import DefaultPrivileges
from guardian.schema.model.domain import Domain
from guardian.schema.model.enum_type import EnumType
from guardian.schema.model.event_trigger import EventTrigger
from guardian.schema.model.extension import Extension
from guardian.schema.model.foreign_data_wrapper import ForeignDataWrapper
from guardian.schema.model.function import Function
from guardian.schema.model.index import Index
from guardian.schema.model.language import Language
from guardian.schema.model.operator import Operator
from guardian.schema.model.operator_class import OperatorClass
from guardian.schema.model.operator_family import OperatorFamily
from guardian.schema.model.policy import Policy
from guardian.schema.model.publication import Publication
from guardian.schema.model.range_type import RangeType
from guardian.schema.model.role import Role
from guardian.schema.model.rule import Rule
from guardian.schema.model.schema import Schema
from guardian.schema.model.sequence import Sequence
from guardian.schema.model.server import Server
from guardian.schema.model.snapshot import Dependency, Snapshot, order
from guardian.schema.model.statistics import Statistics
from guardian.schema.model.subscription import Subscription
from guardian.schema.model.table import Table
from guardian.schema.model.text_search_configuration import TextSearchConfiguration
from guardian.schema.model.text_search_dictionary import TextSearchDictionary
from guardian.schema.model.text_search_parser import TextSearchParser
from guardian.schema.model.text_search_template import TextSearchTemplate
from guardian.schema.model.transform import Transform
from guardian.schema.model.trigger import Trigger
from guardian.schema.model.user_mapping import UserMapping
from guardian.schema.model.view import View

MODELS: Mapping[Kind, type[SchemaObject]] = {
    model.kind: model
    for model in (
        AccessMethod,
        Aggregate,
        BaseType,
        Cast,
        Collation,
        Column,
        Composite,
        Constraint,
        Conversion,
        Database,
        DefaultPrivileges,
        Domain,
        EnumType,
        EventTrigger,
        Extension,
        ForeignDataWrapper,
        Function,
        Index,
        Language,
        Operator,
        OperatorClass,
        OperatorFamily,
        Policy,
        Publication,
        RangeType,
        Role,
        Rule,
        Schema,
        Sequence,
        Server,
        Statistics,
        Subscription,
        Table,
        TextSearchConfiguration,
        TextSearchDictionary,
        TextSearchParser,
        TextSearchTemplate,
        Transform,
        Trigger,
        UserMapping,
        View,
    )
}

__all__ = [
    "ATTACHED",
    "MODELS",
    "AccessMethod",
    "Aggregate",
    "BaseType",
    "Cast",
    "Collation",
    "Column",
    "Composite",
    "Constraint",
    "Conversion",
    "Database",
    "DefaultPrivileges",
    "Dependency",
    "Domain",
    "EnumType",
    "EventTrigger",
    "Extension",
    "ForeignDataWrapper",
    "Function",
    "Index",
    "Key",
    "Kind",
    "Language",
    "Operator",
    "OperatorClass",
    "OperatorFamily",
    "Policy",
    "Privilege",
    "Publication",
    "RangeType",
    "Role",
    "Rule",
    "Schema",
    "SchemaObject",
    "Sequence",
    "Server",
    "Snapshot",
    "Statistics",
    "Subscription",
    "Table",
    "TablePart",
    "TextSearchConfiguration",
    "TextSearchDictionary",
    "TextSearchParser",
    "TextSearchTemplate",
    "Transform",
    "Trigger",
    "UserMapping",
    "View",
    "order",
]
