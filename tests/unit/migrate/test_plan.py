"""What would be run, decided from files and version alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.errors import UsageError
from guardian.migrate.migration import Direction
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import MissingFile, UnknownVersion, plan_down, plan_goto, plan_up
from guardian.migrate.state import DirtyDatabase, VersionState


def files(*versions: int) -> MigrationSet:
    names = [f"{version}_m.{direction}.sql" for version in versions for direction in ("up", "down")]
    return MigrationSet.from_files(dict.fromkeys(names, b"select 1;"))


def at(version: int | None, *, dirty: bool = False) -> VersionState:
    return VersionState(version=version, dirty=dirty)


def test_up_is_everything_after_the_version_in_numeric_order() -> None:
    plan = plan_up(files(10, 9, 100, 2), at(9), target="dev")

    assert [(step.migration.version, step.direction, step.to_version) for step in plan.steps] == [
        (10, Direction.UP, 10),
        (100, Direction.UP, 100),
    ]
    assert (plan.from_version, plan.to_version) == (9, 100)


def test_down_ends_at_the_version_before_or_at_none() -> None:
    plan = plan_down(files(2, 9, 10), at(9), target="dev", limit=None)

    assert [(step.migration.version, step.to_version) for step in plan.steps] == [(9, 2), (2, None)]
    assert plan.to_version is None


def test_nothing_to_do_is_an_empty_plan() -> None:
    assert plan_up(files(1), at(1), target="dev").steps == ()
    assert plan_down(files(1), at(None), target="dev", limit=1).steps == ()
    assert plan_goto(files(1), at(1), target="dev", version=1).steps == ()


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_wrong_usage(limit: int) -> None:
    with pytest.raises(UsageError, match="1 or more"):
        plan_up(files(1), at(None), target="dev", limit=limit)
    with pytest.raises(UsageError, match="1 or more"):
        plan_down(files(1), at(1), target="dev", limit=limit)


def test_nothing_is_planned_on_a_dirty_or_unknown_version() -> None:
    for plan in (
        lambda state: plan_up(files(1), state, target="dev"),
        lambda state: plan_down(files(1), state, target="dev", limit=1),
        lambda state: plan_goto(files(1), state, target="dev", version=1),
    ):
        with pytest.raises(DirtyDatabase, match="dev is dirty at version 1"):
            plan(at(1, dirty=True))
        with pytest.raises(UnknownVersion, match="dev is at version 7"):
            plan(at(7))


def test_goto_an_unknown_version_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no migration with version 5"):
        plan_goto(files(1, 9), at(1), target="dev", version=5)


def test_a_missing_file_is_named_only_where_it_is_needed() -> None:
    only_up = MigrationSet.from_files({"1_a.up.sql": b"", "2_b.up.sql": b"", "2_b.down.sql": b""})

    assert len(plan_up(only_up, at(None), target="dev").steps) == 2
    assert len(plan_down(only_up, at(2), target="dev", limit=1).steps) == 1
    with pytest.raises(MissingFile, match=r"1_a has no \.down\.sql file"):
        plan_down(only_up, at(2), target="dev", limit=2)


@given(st.sets(st.integers(0, 50), min_size=1, max_size=8), st.data())
def test_going_somewhere_and_back_ends_where_it_began(versions: set[int], data: st.DataObject) -> None:
    """Each step starts where the one before ended, and goto reaches its version from everywhere."""
    known = files(*versions)
    start = data.draw(st.sampled_from([None, *sorted(versions)]))
    goal = data.draw(st.sampled_from(sorted(versions)))

    there = plan_goto(known, at(start), target="dev", version=goal)
    assert there.to_version == goal
    back = (
        plan_down(known, at(goal), target="dev", limit=None)
        if start is None
        else plan_goto(known, at(goal), target="dev", version=start)
    )
    assert back.to_version == start
    assert [s.migration for s in back.steps] == [s.migration for s in reversed(there.steps)] or start is None
