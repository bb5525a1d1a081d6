"""What a baseline's lock lines account for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.errors import Refused, UsageError
from guardian.migrate.gate import applied_on_dev_gate
from guardian.migrate.lock_file import LockFile, build_lock_file, merge, parse_lock_file, render_lock_file, update
from guardian.migrate.lock_line import LockLine, Promotion
from guardian.migrate.migration import MigrationFile
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.record import Action, HistoryRecord, Outcome
from guardian.migrate.squash import chain, plan_squash, replaced_by, settle, squash_lines, squashed_versions
from guardian.migrate.state import VersionState

WHEN = datetime(2026, 1, 18, 10, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)


def lines(*versions: int, target: str | None = "prod") -> tuple[LockLine, ...]:
    marks = (Promotion(when=WHEN, target=target),) if target else ()
    return tuple(
        LockLine(file=f"{version:06d}_x.{way}.sql", checksum=f"{version:063d}{n}", promotions=marks)
        for version in versions
        for n, way in enumerate(("down", "up"))
    )


def baseline(version: int, title: str = "baseline") -> list[MigrationFile]:
    return [MigrationFile(name=f"{version:06d}_{title}.{way}.sql", content=b"--") for way in ("up", "down")]


def squashed(there: tuple[LockLine, ...], version: int, title: str = "baseline") -> tuple[LockLine, ...]:
    return squash_lines(there, baseline(version, title), version=version, targets=["prod"], when=LATER)


def names(found: tuple[LockLine, ...]) -> list[str]:
    return sorted(line.file for line in found)


def test_a_baseline_accounts_for_the_very_lines():
    before = lines(1, 2, 3)
    after = squashed(before, 2)
    made = next(line for line in after if line.replaces)
    assert names(replaced_by(made, before)) == names(lines(1, 2))
    assert names(after) == [*names(tuple(line for line in after if line.replaces)), *names(lines(3))]
    assert squashed_versions(after) == {2}


@given(st.sets(st.integers(1, 12), min_size=2, max_size=6), st.data())
def test_any_other_line_is_not_accounted_for(versions: set[int], data: st.DataObject):
    before = lines(*sorted(versions))
    last = max(versions)
    made = next(line for line in squashed(before, last) if line.replaces)
    at = data.draw(st.integers(0, len(before) - 1))
    change = data.draw(st.sampled_from(["gone", "checksum", "name"]))
    other = {
        "gone": [],
        "checksum": [replace(before[at], checksum="f" * 64)],
        "name": [replace(before[at], file=before[at].file.replace("_x.", "_y."))],
    }[change]
    assert replaced_by(made, (*before[:at], *other, *before[at + 1 :])) == ()
    assert replaced_by(made, before) == before


@given(st.integers(2, 5), st.integers(1, 4))
def test_a_squash_of_a_squash_accounts_for_the_first_lines_too(first: int, more: int):
    """In any order, by every way that git may bring them together."""
    original = lines(*range(1, first + more + 1))
    once = squashed(original, first)
    twice = squashed(once, first + more, "all")
    directly = squashed(original, first + more, "all")
    assert {line.replaces for line in twice} == {line.replaces for line in directly}
    both = merge(build_lock_file(original), build_lock_file(twice))
    assert both == merge(build_lock_file(twice), build_lock_file(original))
    assert names(both.lines) == names(twice)
    three = merge(merge(build_lock_file(original), build_lock_file(once)), build_lock_file(twice))
    assert names(three.lines) == names(twice)


def test_promotions_do_not_count_and_are_handed_on():
    marked = lines(1, 2, target="staging")
    made = squashed(lines(1, 2, target=None), 2)
    settled = settle((*marked, *made))
    assert names(settled) == names(made)
    assert {mark.target for line in settled for mark in line.promotions} == {"prod", "staging"}


def test_marks_are_inherited_with_the_last_time():
    one, two = lines(1), tuple(replace(line, promotions=(Promotion(when=LATER, target="prod"),)) for line in lines(2))
    assert {mark for line in squashed((*one, *two), 2) for mark in line.promotions} == {
        Promotion(when=LATER, target="prod")
    }


def test_a_line_before_a_baseline_is_hashed_too():
    """A baseline stands for what came before it only where nothing else did."""
    made = squashed(lines(3, 4), 4)
    assert chain(made) != chain((*lines(1), *made))
    assert chain(made) == chain(lines(3, 4))


def test_the_text_round_trips_and_stays_through_an_update():
    lock = build_lock_file(squashed(lines(1, 2), 2))
    text = render_lock_file(lock)
    assert " replaces=" in text
    assert parse_lock_file(text) == lock
    files = MigrationSet.from_files({file.name: file.content for file in baseline(2)})
    assert update(lock, files) == lock
    unpromoted = build_lock_file(replace(line, promotions=()) for line in lock.lines)
    assert update(unpromoted, files) == unpromoted
    edited = MigrationSet.from_files({file.name: b"other" for file in baseline(2)})
    assert all(line.replaces is None for line in update(unpromoted, edited).lines)
    assert update(unpromoted, MigrationSet()) == LockFile()


def test_plan_refuses():
    files = MigrationSet.from_files({"1_a.up.sql": b"", "1_a.down.sql": b"", "2_b.up.sql": b""})
    with pytest.raises(UsageError, match="no migration with version 5"):
        plan_squash(files, (), version=5, title="baseline")
    with pytest.raises(Refused, match="1_a is the only migration"):
        plan_squash(files, (), version=1, title="baseline")
    with pytest.raises(UsageError, match="2_b already"):
        plan_squash(files, (), version=2, title="b")
    assert plan_squash(files, (), version=2, title="baseline").up_name == "2_baseline.up.sql"


def test_the_gate_takes_what_was_proven():
    """DEV ran the replaced files, so its history has another checksum; only for a baseline that passes."""
    record = HistoryRecord(
        id=1, at=WHEN, action=Action.UP, version=2, title="x", outcome=Outcome.DONE, up_checksum="0" * 64,
        down_checksum=None, os_user="ada", error=None,
    )  # fmt: skip
    pending = MigrationSet.from_files({file.name: file.content for file in baseline(2)})
    state = VersionState(version=2)
    assert not applied_on_dev_gate("dev", state, [record], pending).passed
    gate = applied_on_dev_gate("dev", state, [record], pending, squashed={2})
    assert gate.passed
    assert "000002_baseline" in gate.evidence
    assert not applied_on_dev_gate("dev", VersionState(version=1), [record], pending, squashed={2}).passed
