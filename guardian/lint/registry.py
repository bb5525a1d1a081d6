"""All rules over the SQL of migrations."""

from __future__ import annotations

from guardian.lint.rule import (
    data_loss,
    identifier_length,
    if_exists,
    incomplete_down,
    mixed_transaction,
    row_security,
    search_path,
    secret,
    security_definer,
    superuser,
    transaction_control,
    unrelated_changes,
)
from guardian.lint.sql_rule import Rule

RULES: tuple[Rule, ...] = (
    data_loss.RULE,
    incomplete_down.RULE,
    mixed_transaction.RULE,
    transaction_control.RULE,
    unrelated_changes.RULE,
    search_path.RULE,
    security_definer.RULE,
    superuser.RULE,
    secret.RULE,
    identifier_length.RULE,
    if_exists.RULE,
    row_security.RULE,
)
