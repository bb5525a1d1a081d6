"""What history knows: late and missing versions, and where its knowledge begins."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest

from guardian.migrate.late import LateMigration, MissingMigration, find_late, find_missing, read_history, refuse_gaps
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.record import Action, HistoryRecord, Outcome
from guardian.migrate.state import VersionState

_IDS = count(1)


def _run(action: Action, version: int | None, before: int | None, after: int | None, **more: object) -> HistoryRecord:
    fields = {
        "id": next(_IDS),
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "action": action,
        "version": version,
        "title": "x",
        "outcome": Outcome.DONE,
        "up_checksum": None,
        "down_checksum": None,
        "os_user": "u",
        "error": None,
        "from_version": before,
        "to_version": after,
    }
    return HistoryRecord(**(fields | more))  # type: ignore[arg-type]


def _up(version: int, before: int | None) -> HistoryRecord:
    return _run(Action.UP, version, before, version)


def _files(*versions: int) -> MigrationSet:
    return MigrationSet.from_files({f"{v:06d}_x.up.sql": b"select 1" for v in versions})


def _late(files: MigrationSet, at: int | None, *history: HistoryRecord) -> list[int]:
    state = VersionState(version=at)
    return [m.version for m in find_late(files, state, read_history(history, state))]


def _missing(files: MigrationSet, at: int | None, *history: HistoryRecord) -> list[int | None]:
    return [r.version for r in find_missing(files, read_history(history, VersionState(version=at)))]


def test_a_version_between_two_that_ran_is_late() -> None:
    assert _late(_files(1, 2, 3), 3, _up(1, None), _up(3, 1)) == [2]


def test_what_another_tool_ran_before_history_is_not_judged() -> None:
    """golang-migrate came to 5; nobody knows which of them it ran."""
    assert _late(_files(1, 2, 3, 5, 6), 6, _up(6, 5)) == []


def test_what_another_tool_ran_between_is_not_judged() -> None:
    assert _late(_files(1, 2, 3, 4), 4, _up(1, None), _up(4, 3)) == []


def test_what_another_tool_ran_last_is_not_judged() -> None:
    assert _late(_files(1, 2, 3), 3, _up(1, None)) == []


def test_later_than_another_tools_work_is_judged_again() -> None:
    assert _late(_files(1, 5, 6, 7, 8), 8, _up(6, 5), _up(8, 6)) == [7]


def test_force_says_that_all_up_to_there_is_done() -> None:
    forced = _run(Action.FORCE, 4, 1, 4)
    assert _late(_files(1, 2, 3, 4), 4, _up(1, None), forced) == []


def test_what_was_undone_is_not_late_but_pending() -> None:
    down = _run(Action.DOWN, 2, 2, 1)
    assert _late(_files(1, 2), 1, _up(1, None), _up(2, 1), down) == []
    assert _late(_files(1, 2, 3), 3, _up(1, None), _up(2, 1), down, _up(3, 1)) == [2]


def test_a_failed_run_is_no_run() -> None:
    failed = _run(Action.UP, 2, 1, None, outcome=Outcome.FAILED)
    assert _late(_files(1, 2, 3), 3, _up(1, None), failed, _up(3, 1)) == [2]


def test_a_version_that_ran_and_has_no_file_is_missing() -> None:
    assert _missing(_files(1, 3), 3, _up(1, None), _up(2, 1), _up(3, 2)) == [2]


def test_what_is_below_the_first_file_was_squashed_into_it() -> None:
    assert _missing(_files(3, 4), 4, _up(1, None), _up(2, 1), _up(3, 2), _up(4, 3)) == []


def test_without_history_nothing_is_refused() -> None:
    refuse_gaps(_files(1, 2, 3), VersionState(version=3), (), target="dev")


def test_both_are_refused_by_name() -> None:
    state = VersionState(version=3)
    with pytest.raises(LateMigration, match="000002_x was never run on dev, which is already at version 3; give it"):
        refuse_gaps(_files(1, 2, 3), state, (_up(1, None), _up(3, 1)), target="dev")
    with pytest.raises(MissingMigration, match="no file of 2 x, which ran on dev"):
        refuse_gaps(_files(1, 3), state, (_up(1, None), _up(2, 1), _up(3, 2)), target="dev")
