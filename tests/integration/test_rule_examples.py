"""The examples of the rules are SQL that a server takes: up, down, and up again."""

from __future__ import annotations

import psycopg
import pytest

from guardian.lint.registry import RULES
from guardian.lint.sql_rule import Example, Rule
from guardian.sqltext.statement import split_statements

CASES = [
    pytest.param(rule, example, id=f"{rule.name}-{which}")
    for rule in RULES
    for which, example in (("good", rule.good), ("bad", rule.bad))
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_server_takes_it(rule: Rule, example: Example, database: str) -> None:
    """What only leaves something behind when undone cannot be run again."""
    rounds = [example.before, example.up, example.down]
    if not (rule.in_down and example is rule.bad):
        rounds.append(example.up)
    with psycopg.connect(database, autocommit=True) as connection:
        try:
            for sql in rounds:
                for statement in split_statements(sql):
                    connection.execute(statement.encode())
        finally:
            # Roles are the whole server's.
            connection.execute("drop role if exists app_reader")
