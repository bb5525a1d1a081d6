"""What would run a file twice, in part or as something else: hostile files, roles and settings."""

from __future__ import annotations

import pytest

from tests.plugin.project import Project


@pytest.mark.parametrize("end", [" -- why", " -- why\n;", " /* why */", "; -- why"])
def test_a_comment_behind_a_statement_hides_nothing(project: Project, end: str) -> None:
    """A file that runs statement by statement has guardian's own statements sent behind each of its own."""
    project.add("create table t (a int);")
    project.add(f"create index concurrently i on t (a);\ninsert into t values (1){end}")
    project.ok("up", "dev")
    assert project.on_dev("select a from t") == [(1,)]
    assert project.on_dev("select version, dirty from schema_migrations") == [(2, False)]
