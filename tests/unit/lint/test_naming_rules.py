"""The rules about names, pairs, numbers and empty files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from guardian.lint.duplicate import duplicate_problems
from guardian.lint.empty_down import empty_down_problems
from guardian.lint.naming import naming_problems
from guardian.lint.order import order_problems
from guardian.lint.pair import pair_problems
from guardian.lint.problem import Problem
from guardian.lint.tree import FileType, Tree, TreeFile
from guardian.migrate.lock_file import LockFile, mark_promoted, update
from guardian.migrate.migration_set import MigrationSet

GOOD = ("000001_a.up.sql", "000001_a.down.sql", "000002_b_2.up.sql", "000002_b_2.down.sql")


def tree(*names: str) -> Tree:
    return Tree(files={name: TreeFile(content=b"select 1;") for name in names})


def lock(*names: str, promoted: tuple[int, ...] = ()) -> LockFile:
    files = MigrationSet.from_files(dict.fromkeys(names, b""))
    return mark_promoted(update(LockFile(), files), promoted, "prod", datetime(2026, 1, 18, tzinfo=UTC))


def test_good_files_have_no_problems():
    good = tree(*GOOD, "README.md", "guardian.lock", "AUDIT_20260118.md")
    assert [*naming_problems(good), *pair_problems(good), *duplicate_problems(good), *empty_down_problems(good)] == []
    assert list(order_problems(good, lock(*GOOD[:2], promoted=(1,)))) == []


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        ("2_b.up.sql", "has 1 digits, not 6", "000002_b.up.sql"),
        ("20260118100000_b.up.sql", "has 14 digits, not 6", "NNNNNN_b.up.sql"),
        ("000002_Users.up.sql", "lower case", "000002_users.up.sql"),
        ("000002_add-users.up.sql", "lower case", "000002_add_users.up.sql"),
        ("000002_.up.sql", "lower case", "000002_title.up.sql"),
        ("000002_é.up.sql", "lower case", "000002_title.up.sql"),
        ("000002-users.up.sql", "recognise", "000002_users.up.sql"),
        ("000002_users.UP.SQL", "recognise", "000002_users.up.sql"),
        ("000002_users.sql", "recognise", "next free number"),
        ("٠٠٠٠٠٢_users.up.sql", "recognise", "next free number"),
        ("000002_users.up.txt", "ends in .txt", "next free number"),
        ("000002_users.up.sql\n", "ends in", "next free number"),
        ("99999999999999999999_x.up.sql", "larger than", "NNNNNN_x.up.sql"),
    ],
)
def test_bad_names_are_told_with_a_better_one(name: str, message: str, remedy: str):
    (problem,) = naming_problems(tree(*GOOD, name))
    assert (problem.rule, problem.file) == ("naming", f"migrations/{name}")
    assert message in problem.message
    assert remedy in problem.remedy


def test_a_link_is_no_migration():
    (problem,) = naming_problems(Tree(files={GOOD[0]: TreeFile(type=FileType.SYMLINK)}))
    assert "is a symbolic link, not a regular file" in problem.message


@pytest.mark.parametrize(
    ("names", "file", "message"),
    [
        (("000001_a.up.sql",), "000001_a.up.sql", "has no 000001_a.down.sql"),
        (("000001_a.down.sql",), "000001_a.down.sql", "has no 000001_a.up.sql"),
        (("000001_a.up.sql", "000001_b.down.sql"), "000001_b.down.sql", "not that of 000001_a.up.sql"),
    ],
)
def test_pairs(names: tuple[str, ...], file: str, message: str):
    (problem,) = pair_problems(tree(*names))
    assert (problem.rule, problem.file) == ("pair", f"migrations/{file}")
    assert message in problem.message


def test_two_files_of_one_version_are_duplicates():
    """Also where the digits differ, as golang-migrate compares numbers."""
    found = list(duplicate_problems(tree(*GOOD, "000002_c.up.sql", "2_d.up.sql")))
    assert [problem.file for problem in found] == ["migrations/000002_c.up.sql", "migrations/2_d.up.sql"]
    assert "version 2 is already that of 000002_b_2.up.sql" in found[0].message
    assert "000003" in found[0].remedy


def test_a_gap_is_a_problem_for_new_files_only():
    known = lock("000001_a.up.sql", "000005_e.up.sql")
    files = ("000001_a.up.sql", "000005_e.up.sql", "000006_f.up.sql", "000009_i.up.sql", "000009_i.down.sql")
    (problem,) = order_problems(tree(*files), known)
    assert (problem.rule, problem.file) == ("order", "migrations/000009_i.up.sql")
    assert "no version 8 before it" in problem.message
    assert "000007" in problem.remedy


def test_a_version_below_a_promoted_one_would_never_run():
    known = lock("000001_a.up.sql", "000005_e.up.sql", promoted=(1, 5))
    (problem,) = order_problems(tree("000001_a.up.sql", "000002_b.up.sql", "000005_e.up.sql"), known)
    assert problem.file == "migrations/000002_b.up.sql"
    assert "version 5 is promoted already, so this version 2 would never run" in problem.message
    assert "000006" in problem.remedy


def test_a_number_that_is_promoted_under_another_title_is_taken():
    """As on a branch that took the number before somebody else's was promoted."""
    known = lock("000001_a.up.sql", "000002_theirs.up.sql", promoted=(1, 2))
    (problem,) = order_problems(tree("000001_a.up.sql", "000002_mine.up.sql"), known)
    assert problem.file == "migrations/000002_mine.up.sql"
    assert "000003" in problem.remedy


def test_without_a_lock_file_nobody_agreed_on_an_order():
    assert list(order_problems(tree("000005_e.up.sql"), LockFile())) == []


@pytest.mark.parametrize(
    ("content", "count"), [(b"", 1), (b" \r\n\t", 1), (b"\xef\xbb\xbf\n", 1), (b"-- nothing to undo", 0)]
)
def test_a_down_file_says_something(content: bytes, count: int):
    files = {name: TreeFile(content=content) for name in ("000001_a.up.sql", "000001_a.down.sql")}
    found = list(empty_down_problems(Tree(files=files)))
    assert [problem.file for problem in found] == ["migrations/000001_a.down.sql"] * count


def test_a_problem_is_two_lines_whatever_the_name():
    problem = Problem(file="m/a\nb\x1b[31m", rule="naming", message="is wrong", remedy="rename it", line=3)
    assert str(problem) == '"m/a\\nb\\u001b[31m":3: [guardian-naming] is wrong\n    what to do: rename it'
