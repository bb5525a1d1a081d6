"""Comments that allow a finding: where they reach, and when they are a problem themselves."""

from __future__ import annotations

import pytest

from guardian.config import Lint
from guardian.errors import ConfigError
from guardian.lint.sql import sql_problems
from guardian.lint.squawk_rule import SquawkFinding
from guardian.lint.tree import Tree, TreeFile
from guardian.migrate.lock_file import LockFile

NAME = "000002_change.up.sql"
WHY = "because nobody reads it"


def judge(up: str, *reported: SquawkFinding, options: Lint | None = None) -> list[tuple[str, int | None, str]]:
    tree = Tree(files={NAME: TreeFile(content=up.encode())})
    found = sql_problems(tree, LockFile(), options or Lint(), squawk=lambda *_: {NAME: reported})
    return sorted((problem.rule, problem.line, problem.message) for problem in found)


def rules(up: str, *reported: SquawkFinding) -> list[tuple[str, int | None]]:
    return [(rule, line) for rule, line, _ in judge(up, *reported)]


@pytest.mark.parametrize(
    "up",
    [
        f"-- guardian: allow data-loss {WHY}\ntruncate t;",
        f"--guardian:allow data-loss {WHY}\ntruncate t;",
        f"-- GUARDIAN: Allow DATA-LOSS {WHY.upper()}\ntruncate t;",
        f"-- guardian: allow guardian-data-loss {WHY}\ntruncate t;",
        f"/* guardian: allow data-loss {WHY} */ truncate t;",
        f"truncate t; -- guardian: allow data-loss {WHY}",
        f"truncate -- guardian: allow data-loss {WHY}\n  t;",
        f"truncate t -- guardian: allow data-loss {WHY}\n;",
        f"select 1;\n-- guardian: allow data-loss {WHY}\n-- and more\ntruncate t;",
        f"select 1;\r\n-- guardian: allow data-loss {WHY}\r\ntruncate t;\r\n",
        f"-- guardian: allow data-loss {WHY}\n\nselect 1;\ntruncate t; drop table u;",
        f"-- The tables\n-- guardian: allow data-loss {WHY}\n\nselect 1;\ntruncate t;",
        f"select 1; truncate t; -- guardian: allow data-loss {WHY}\nselect 2;",
        f"-- guardian: allow data-loss, secret {WHY}\nwith a as (delete from t) select 'AKIAABCDEFGHIJKLMNOP';",
        (
            f"-- guardian: allow secret {WHY}\n-- guardian: allow data-loss {WHY}\nwith a as (delete from t) "
            "select 'AKIAABCDEFGHIJKLMNOP';"
        ),
    ],
)
def test_it_is_allowed(up: str) -> None:
    assert judge(up) == []


@pytest.mark.parametrize(
    ("up", "found"),
    [
        (f"-- guardian: allow data-loss {WHY}\ntruncate t;\ntruncate u;", [("data-loss", 3)]),
        (f"truncate t;\ntruncate u; -- guardian: allow data-loss {WHY}", [("data-loss", 1)]),
        (f"truncate t;\n\n-- guardian: allow data-loss {WHY}\n\ntruncate u;",
         [("allow", 3), ("data-loss", 1), ("data-loss", 5)]),
        ("-- guardian: allow data-loss\ntruncate t;", [("allow", 1), ("data-loss", 2)]),
        ("-- guardian: allow data-loss because\ntruncate t;", [("allow", 1), ("data-loss", 2)]),
        ("-- guardian: allow data-loss because ...\ntruncate t;", [("allow", 1), ("data-loss", 2)]),
        (f"-- guardian: allow {WHY}\ntruncate t;", [("allow", 1), ("data-loss", 2)]),
        (f"-- guardian: allow all {WHY}\ntruncate t;", [("allow", 1), ("data-loss", 2)]),
        (f"-- guardian: allow naming {WHY}\nselect 1;", [("allow", 1)]),
        (f"-- guardian: ignore data-loss {WHY}\ntruncate t;", [("allow", 1), ("data-loss", 2)]),
        (f"-- guardian: allow data-loss {WHY}\nselect 1;", [("allow", 1)]),
        (f"-- guardian: allow data-loss, secret {WHY}\ntruncate t;", [("allow", 1)]),
        (f"-- guardian: allow data-loss {WHY}", [("allow", 1)]),
        (f"select '-- guardian: allow data-loss {WHY}';\ntruncate t;", [("data-loss", 2)]),
        (f"do $$\n-- guardian: allow data-loss {WHY}\n$$; truncate t;", [("data-loss", 3)]),
    ],
)  # fmt: skip
def test_it_is_not_allowed(up: str, found: list[tuple[str, int]]) -> None:
    assert rules(up) == found


def test_squawks_rules_are_allowed_by_their_names() -> None:
    finding = SquawkFinding(rule="changing-column-type", line=1, column=14, message="rewrites", help="")
    up = "-- guardian: allow changing-column-type because t is small\nalter table t alter c type bigint;"

    assert rules(up, finding) == []
    assert rules("\n" + up.partition("\n")[2], finding) == [("changing-column-type", 2)]
    assert rules(up) == [("allow", 1)]
    new = SquawkFinding(rule="of-a-later-squawk", line=1, column=0, message="?", help="")
    assert rules(up.replace("changing-column-type", "of-a-later-squawk"), new) == []


def test_a_comment_about_a_rule_that_is_off_is_left_alone() -> None:
    up = f"-- guardian: allow data-loss, adding-required-field {WHY}\ntruncate t;"

    assert judge(up, options=Lint(ignore=("data-loss", "squawk"))) == []


def test_an_unknown_rule_in_the_configuration_is_an_error() -> None:
    with pytest.raises(ConfigError, match="data-lost: there is no such rule"):
        judge("select 1;", options=Lint(ignore=("data-lost",)))


def test_squawk_is_about_what_is_there_before() -> None:
    """On a table that the file itself makes, IF NOT EXISTS or not, nobody waits."""
    finding = SquawkFinding(rule="require-concurrent-index-creation", line=1, column=0, message="locks", help="")

    assert rules("create table if not exists t (a int);\ncreate index on t (a);", finding) == []
    assert rules("create table if not exists u (a int);\ncreate index on t (a);", finding) != []


def test_squawks_columns_are_bytes() -> None:
    up = "select 'äöü'; alter table t add column c int not null;"
    finding = SquawkFinding(
        rule="adding-required-field", line=0, column=len("select 'äöü'; ".encode()), message="", help=""
    )
    tree = Tree(files={NAME: TreeFile(content=up.encode())})
    (problem,) = sql_problems(tree, LockFile(), Lint(), squawk=lambda *_: {NAME: [finding]})

    assert (problem.column, problem.tool, problem.code) == (15, "squawk", "adding-required-field")
    assert problem.excerpt == up
