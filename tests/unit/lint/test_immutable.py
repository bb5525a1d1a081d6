"""The rule that keeps promoted migrations as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.lint.immutable import immutable_problems
from guardian.lint.tree import FileType, Tree, TreeFile
from guardian.migrate.lock_file import LOCK_FILE_NAME, LockFile, mark_promoted, render_lock_file, update
from guardian.migrate.migration_set import MigrationSet

WHEN = datetime(2026, 1, 18, 10, tzinfo=UTC)
UP_1, DOWN_1, UP_2, DOWN_2 = "000001_a.up.sql", "000001_a.down.sql", "000002_b.up.sql", "000002_b.down.sql"
CONTENT = {UP_1: b"up 1", DOWN_1: b"down 1", UP_2: b"up 2", DOWN_2: b"down 2"}


def tree(content: dict[str, bytes], lock: LockFile | None = None, *, directory: str = "migrations") -> Tree:
    files = {name: TreeFile(content=text) for name, text in content.items()}
    if lock is not None:
        files[LOCK_FILE_NAME] = TreeFile(content=render_lock_file(lock).encode())
    return Tree(directory=directory, files=files)


def locked(content: dict[str, bytes], *promoted: int, target: str = "prod") -> LockFile:
    return mark_promoted(update(LockFile(), MigrationSet.from_files(content)), promoted, target, WHEN)


BASE = tree(CONTENT, locked(CONTENT, 1))


def judge(after: Tree, *bases: Tree) -> list[tuple[str, str]]:
    named = tuple((f"base{number}", base) for number, base in enumerate(bases or (BASE,)))
    return [(p.file.removeprefix("migrations/"), p.message) for p in immutable_problems(after, named)]


def test_what_is_unchanged_or_not_promoted_is_no_breach():
    assert judge(BASE) == []
    content = {UP_1: b"\xef\xbb\xbfup 1", DOWN_1: b"down 1", "000003_c.up.sql": b"3"}
    assert judge(tree(content, locked(content, 1))) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda files: {**files, UP_1: TreeFile(content=b"up 1 ")}, "its content is changed"),
        (lambda files: {**files, UP_1: TreeFile(type=FileType.SYMLINK, content=b"up 1")}, "is now a symbolic link"),
        (lambda files: {**files, UP_1: TreeFile(type=FileType.SUBMODULE)}, "is now a submodule"),
        (lambda files: {n: f for n, f in files.items() if n != UP_1}, "is deleted"),
        (lambda files: {"000001_A.up.sql" if n == UP_1 else n: f for n, f in files.items()}, "to 000001_A.up.sql"),
        (lambda files: {"x.txt" if n == UP_1 else n: f for n, f in files.items()}, "is renamed to x.txt"),
    ],
)
def test_a_promoted_file_stays(change: Callable[[dict[str, TreeFile]], dict[str, TreeFile]], message: str):
    ((file, said),) = judge(replace(BASE, files=change(dict(BASE.files))))
    assert file == UP_1
    assert said.startswith("is promoted since 2026-01-18T10:00:00Z on prod, but")
    assert message in said


def test_an_executable_bit_is_no_breach():
    files = {**BASE.files, UP_1: TreeFile(type=FileType.EXECUTABLE, content=b"up 1")}
    assert judge(replace(BASE, files=files)) == []


def test_a_changed_checksum_in_the_lock_file_hides_nothing():
    """File and line changed together: both are told."""
    content = {**CONTENT, UP_1: b"other"}
    found = judge(tree(content, locked(content, 1)))
    assert [file for file, _ in found] == [UP_1, LOCK_FILE_NAME]
    assert "its content is changed" in found[0][1]
    assert f"the line of {UP_1}" in found[1][1]
    assert found[1][1].endswith("is changed")


@pytest.mark.parametrize(
    ("lock", "message"),
    [
        (locked(CONTENT), "no longer marked as promoted"),
        (locked(CONTENT, 1, target="eu"), "marked with another promotion"),
        (locked({UP_2: b"up 2", DOWN_2: b"down 2"}), "removed"),
        (None, "is missing, though 000001_a.down.sql and 1 more are promoted since 2026-01-18T10:00:00Z on prod"),
    ],
)
def test_a_promoted_line_stays(lock: LockFile | None, message: str):
    ((file, said),) = judge(tree(CONTENT, lock))
    assert file == LOCK_FILE_NAME
    assert said.endswith(message)


def test_another_promotion_is_welcome():
    more = mark_promoted(locked(CONTENT, 1, 2), [1], "eu", WHEN)
    assert judge(tree(CONTENT, more)) == []


def test_an_edited_lock_file_is_told_with_its_line():
    text = render_lock_file(locked(CONTENT, 1)) + "<<<<<<< HEAD\n"
    after = replace(BASE, files={**BASE.files, LOCK_FILE_NAME: TreeFile(content=text.encode())})
    (problem,) = immutable_problems(after, [("HEAD", BASE)])
    assert (problem.line, problem.file) == (6, f"migrations/{LOCK_FILE_NAME}")
    assert "<<<<<<< HEAD" in problem.message


def test_a_damaged_lock_file_in_the_base_still_protects():
    text = render_lock_file(locked(CONTENT, 1)) + "<<<<<<< HEAD\n"
    base = replace(BASE, files={**BASE.files, LOCK_FILE_NAME: TreeFile(content=text.encode())})
    ((file, _),) = judge(tree({**CONTENT, UP_1: b"x"}, locked(CONTENT, 1)), base)
    assert file == UP_1


def test_a_first_lock_file_must_fit_its_files():
    ((file, _),) = judge(tree({**CONTENT, UP_1: b"x"}, locked(CONTENT, 1)), Tree())
    assert file == UP_1


def test_a_merge_keeps_what_each_parent_promoted():
    theirs = tree(CONTENT, locked(CONTENT, 2))
    found = judge(BASE, BASE, theirs)
    assert [file for file, _ in found] == [LOCK_FILE_NAME]
    assert judge(tree(CONTENT, locked(CONTENT, 1, 2)), BASE, theirs) == []


def test_a_merge_of_two_marks_keeps_the_earlier_one():
    """Either parent can be followed by it, and none by a later one."""
    late = tree(CONTENT, mark_promoted(locked(CONTENT), [1], "prod", WHEN + timedelta(days=1)))
    assert judge(BASE, BASE, late) == []
    assert [file for file, _ in judge(late, BASE, late)] == [LOCK_FILE_NAME]


def test_a_branch_may_lag_but_not_touch():
    """Version 2 was promoted on the base after the branch had left it."""
    base, fork = tree(CONTENT, locked(CONTENT, 1, 2)), BASE
    bases = [("main", base)]
    assert immutable_problems(fork, bases, fork=fork) == ()
    touched = tree({**CONTENT, UP_2: b"x"}, locked(CONTENT, 1))
    assert [problem.file for problem in immutable_problems(touched, bases, fork=fork)] == [f"migrations/{UP_2}"]
    assert len(immutable_problems(tree({**CONTENT, UP_1: b"x"}, locked(CONTENT, 1)), bases, fork=fork)) == 1


def test_the_remedy_survives_a_shell():
    base = tree({"000001_it's.up.sql": b"1"}, locked({"000001_it's.up.sql": b"1"}, 1), directory="a b")
    (problem, _) = immutable_problems(Tree(directory="a b"), [("HEAD", base)])
    assert "-- 'a b/000001_it'\"'\"'s.up.sql')" in problem.remedy


@given(st.dictionaries(st.sampled_from(sorted(CONTENT)), st.sampled_from([b"up 1", b"down 1", b"x"])))
def test_exactly_the_promoted_files_that_differ_are_told(content: dict[str, bytes]):
    after = tree(content, locked(CONTENT, 1))
    differ = {name for name in (UP_1, DOWN_1) if content.get(name) != CONTENT[name]}
    assert {file for file, _ in judge(after)} == differ
