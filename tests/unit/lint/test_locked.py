"""The rule that the lock file fits the files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from guardian.lint.locked import locked_problems
from guardian.lint.tree import Tree, TreeFile
from guardian.migrate.lock_file import LOCK_FILE_NAME, LockFile, mark_promoted, render_lock_file, update
from guardian.migrate.migration_set import MigrationSet

LOCKED = {"000001_a.up.sql": b"1", "000002_b.up.sql": b"2"}


def messages(content: dict[str, bytes]) -> list[str]:
    lock = mark_promoted(
        update(LockFile(), MigrationSet.from_files(LOCKED)), [1], "prod", datetime(2026, 1, 18, tzinfo=UTC)
    )
    files = {**content, LOCK_FILE_NAME: render_lock_file(lock).encode(), "README.md": b"x"}
    found = list(locked_problems(Tree(files={name: TreeFile(content=text) for name, text in files.items()})))
    assert {(problem.file, problem.rule) for problem in found} <= {("migrations/guardian.lock", "locked")}
    return [problem.message for problem in found]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (LOCKED, []),
        ({"000002_b.up.sql": b"2\r\n"}, ["has a line for 000002_b.up.sql that no longer fits the file"]),
        ({"000001_a.up.sql": b"x"}, ["has a line for 000002_b.up.sql that no longer fits the file"]),
        ({**LOCKED, "000003_c.up.sql": b"3"}, ["has no line for 000003_c.up.sql"]),
    ],
)
def test_the_lock_file_fits_what_is_not_promoted(content: dict[str, bytes], said: list[str]):
    assert messages(content) == said


def test_without_a_lock_file_every_migration_lacks_its_line():
    found = list(locked_problems(Tree(files={"000001_a.up.sql": TreeFile()})))
    assert [problem.message for problem in found] == ["has no line for 000001_a.up.sql"]
