"""Which file speaks for which kind."""

from __future__ import annotations

from collections.abc import Mapping

from guardian.schema.ddl import (
    column,
    constraint,
    enum_type,
    function,
    index,
    policy,
    schema,
    sequence,
    table,
    trigger,
    view,
)
from guardian.schema.ddl.rules import Rules
from guardian.schema.model import Kind

RULES: Mapping[Kind, Rules] = {
    Kind.SCHEMA: schema.RULES,
    Kind.ENUM: enum_type.RULES,
    Kind.SEQUENCE: sequence.RULES,
    Kind.TABLE: table.RULES,
    Kind.COLUMN: column.RULES,
    Kind.CONSTRAINT: constraint.RULES,
    Kind.INDEX: index.RULES,
    Kind.FUNCTION: function.RULES,
    Kind.VIEW: view.RULES,
    Kind.TRIGGER: trigger.RULES,
    Kind.POLICY: policy.RULES,
}
