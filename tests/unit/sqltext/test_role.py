"""Which roles SQL text makes, and which it names."""

from __future__ import annotations

import pytest

from guardian.sqltext.role import find_created_roles, find_named_roles


@pytest.mark.parametrize(
    ("sql", "made"),
    [
        ('create role app; create user "Ada" login; create group staff', {"app", "Ada", "staff"}),
        ("select 1; alter role app nologin", set()),
        ("-- create role x", set()),
        ("create role app; nonsense", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_roles_that_are_made(sql: str, made: set[str]) -> None:
    assert find_created_roles(sql) == made


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("create policy p on t to app, public, current_user using (true)", {"app"}),
        ("grant select on t to reader with grant option", {"reader"}),
        ("alter table t owner to boss", {"boss"}),
        ("revoke all on schema s from anon, authenticated", {"anon", "authenticated"}),
        ("alter default privileges for role boss grant select on tables to reader", {"boss", "reader"}),
        ("create table t (app text default 'role')", set()),
    ],
)
def test_roles_that_are_named(sql: str, named: set[str]) -> None:
    assert find_named_roles(sql) == named
