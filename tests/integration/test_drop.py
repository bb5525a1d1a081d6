"""drop: what it says is what it did, and a protected target's data is looked at as it is."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest

from guardian.cli.alias.command import migrate
from tests.plugin.project import Project

_NUMBERS = iter(range(1, 1000))


@pytest.fixture
def owner(project: Project) -> Iterator[Callable[[str], str]]:
    """Return a function that makes a role which owns what is in a database, and returns the role's URL."""
    made: list[tuple[str, str]] = []

    def make(url: str) -> str:
        role = f"drop_owner_{next(_NUMBERS)}"
        project.query(url, f"create role {role} login")
        made.append((url, role))
        project.query(url, f"grant all on schema public to {role}")
        for (table,) in project.query(url, "select format('%I', relname) from pg_class where relkind = 'r' "
                                           "and relnamespace = 'public'::regnamespace"):  # fmt: skip
            project.query(url, f"alter table {table} owner to {role}")
        return url.replace("postgres@", f"{role}@", 1)

    yield make
    for url, role in made:
        project.query(url, f"drop owned by {role}; drop role {role}")


def test_a_role_that_may_not_see_the_history_drops_all_the_same(
    project: Project, owner: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.add("create table t (a int);")
    project.ok("up", "dev")
    monkeypatch.setenv("GUARDIAN_DEV_URL", owner(project.dev))

    assert migrate("dev", ["drop", "-f"]) == 0
    assert project.on_dev("select to_regclass('t'), to_regclass('schema_migrations')") == [(None, None)]
    assert "history cannot be kept (permission denied for schema guardian" in project.capsys.readouterr().err


def test_rows_that_a_policy_hides_are_rows(
    project: Project, owner: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.on_prod("create table t (a int); insert into t values (1)")
    project.on_prod("alter table t enable row level security; alter table t force row level security")
    monkeypatch.setenv("GUARDIAN_PROD_URL", owner(project.prod))
    monkeypatch.setattr(sys, "stdin", io.StringIO("prod\n"))

    assert migrate("prod", ["drop"]) == 1
    assert project.on_prod("select a from t") == [(1,)]


def test_rows_that_come_while_it_looks_are_rows(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction that has written and not committed yet is waited for, and then there is something."""
    project.on_prod("create table t (a int)")
    monkeypatch.setattr(sys, "stdin", io.StringIO("prod\n"))
    with psycopg.connect(project.prod) as writing:
        writing.execute("insert into t values (1)")
        threading.Timer(1.0, writing.commit).start()
        assert migrate("prod", ["drop"]) == 1
    assert project.on_prod("select a from t") == [(1,)]
