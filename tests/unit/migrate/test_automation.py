"""What the daemon does to DEV."""

from __future__ import annotations

import pytest

from guardian.migrate.automation import NOTHING, ActionKind, AutoAction, decide_auto
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.state import VersionState


def files(**texts: str | None) -> MigrationSet:
    named = {name.replace("__", ".") + ".sql": text.encode() for name, text in texts.items() if text is not None}
    return MigrationSet.from_files({name.removeprefix("m"): content for name, content in named.items()})


TWO = files(m1_a__up="select 1;", m1_a__down="select 1;", m2_b__up="select 2;", m2_b__down="select 2;")


def decide(
    known: MigrationSet,
    version: int | None,
    *,
    dirty: bool = False,
    empty: bool = True,
    failed: frozenset[str] = frozenset(),
) -> AutoAction:
    return decide_auto(
        known,
        VersionState(version=version, dirty=dirty),
        empty=empty,
        failed=failed,
        syntax=lambda text: "line 1, column 1: broken" if "broken" in text else None,
    )


def test_tables_without_a_version_are_held() -> None:
    assert decide(TWO, None, empty=False).kind is ActionKind.HOLD
    assert decide(TWO, 1, empty=False).kind is ActionKind.UP


def test_the_next_one_is_applied_and_only_that() -> None:
    action = decide(TWO, None)

    assert action.kind is ActionKind.UP
    assert action.migration is not None
    assert action.migration.version == 1


def test_where_everything_is_applied_nothing_is_done() -> None:
    assert decide(TWO, 2) == NOTHING
    assert decide(MigrationSet(), None) == NOTHING


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (files(m1_a__up="select 1;"), "it has no .down.sql file yet"),
        (files(m1_a__down="select 1;"), "it has no .up.sql file yet"),
        (files(m1_a__up="", m1_a__down="select 1;"), "1_a.up.sql is empty"),
        (files(m1_a__up="select 1;", m1_a__down=" \n"), "1_a.down.sql is empty"),
        (files(m1_a__up="broken", m1_a__down="select 1;"), "1_a.up.sql, line 1, column 1: broken"),
        (files(m1_a__up="select 1;", m1_a__down="broken"), "1_a.down.sql, line 1, column 1: broken"),
    ],
)
def test_a_pair_that_is_not_finished_is_held(known: MigrationSet, reason: str) -> None:
    action = decide(known, None)

    assert (action.kind, action.reason) == (ActionKind.HOLD, reason)


def test_behind_one_that_is_held_nothing_is_applied() -> None:
    """An order is an order: the second does not overtake the first."""
    known = files(m1_a__up="select 1;", m2_b__up="select 2;", m2_b__down="select 2;")

    assert decide(known, None).kind is ActionKind.HOLD


def test_what_failed_waits_until_it_changes() -> None:
    first = TWO.get(1)
    assert first is not None
    assert first.up is not None

    assert decide(TWO, None, failed=frozenset({first.up.checksum})) == NOTHING
    changed = files(m1_a__up="select 3;", m1_a__down="select 1;")
    assert decide(changed, None, failed=frozenset({first.up.checksum})).kind is ActionKind.UP


def test_a_dirty_or_unknown_version_is_held() -> None:
    assert "dirty at version 1" in decide(TWO, 1, dirty=True).reason
    assert "at version 9, of which there is no file" in decide(TWO, 9).reason
