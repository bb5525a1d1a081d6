"""Gates, decided from what was seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from guardian.migrate.gate import applied_on_dev_gate, no_dev_gate, version_table_gate
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.record import Action, HistoryRecord, Outcome
from guardian.migrate.state import VersionState

FILES = MigrationSet.from_files({"1_a.up.sql": b"select 1", "2_b.up.sql": b"select 2", "2_b.down.sql": b""})

OTHER = "0" * 64


def record(
    version: int, *, checksum: str | None = None, outcome: Outcome = Outcome.DONE, action: Action = Action.UP
) -> HistoryRecord:
    migration = FILES.get(version)
    assert migration is not None
    assert migration.up is not None
    return HistoryRecord(
        id=version,
        at=datetime(2026, 1, 18, tzinfo=UTC),
        action=action,
        version=version,
        title=migration.title,
        outcome=outcome,
        up_checksum=checksum or migration.up.checksum,
        down_checksum=None,
        os_user="ada",
        error=None,
    )


def test_what_ran_on_dev_with_the_same_checksum_passes() -> None:
    gate = applied_on_dev_gate("dev", VersionState(version=2), [record(1), record(2)], FILES)

    assert gate.passed
    assert gate.evidence.endswith("with the same checksums")
    assert gate.remedy == ""


@pytest.mark.parametrize(
    ("state", "history", "evidence", "remedy"),
    [
        (VersionState(), [], "not there: 1_a, 2_b", "guardian up dev"),
        (VersionState(version=1), [record(1)], "not there: 2_b", "apply 2_b to dev first"),
        (
            VersionState(version=2),
            [record(1), record(2, checksum=OTHER)],
            "other checksum: 2_b",
            "run it there again",
        ),
        (VersionState(version=2, dirty=True), [record(1), record(2)], "dirty", "guardian force dev VERSION"),
        (VersionState(version=1), [record(1), record(2)], "not there: 2_b", "guardian up dev"),
    ],
)
def test_what_was_not_tried_on_dev_fails(
    state: VersionState, history: list[HistoryRecord], evidence: str, remedy: str
) -> None:
    gate = applied_on_dev_gate("dev", state, history, FILES)

    assert not gate.passed
    assert evidence in gate.evidence
    assert remedy in gate.remedy


def test_a_failed_run_is_no_run() -> None:
    """The last run that went well counts, even where a later try with the mended file failed."""
    other = record(2, checksum=OTHER, outcome=Outcome.FAILED)

    assert applied_on_dev_gate("dev", VersionState(version=2), [record(1), record(2), other], FILES).passed


def test_what_was_undone_and_then_only_marked_was_not_tried() -> None:
    """The row of a down run has the file's checksum of that day, which says nothing about the up file's run."""
    history = [record(1), record(2, checksum=OTHER), record(2, action=Action.DOWN)]

    gate = applied_on_dev_gate("dev", VersionState(version=2), history, FILES)

    assert "marked as applied, not run: 2_b" in gate.evidence


def test_a_migration_that_dev_was_marked_with_is_said() -> None:
    gate = applied_on_dev_gate("dev", VersionState(version=2), [], FILES)

    assert gate.passed
    assert "marked as applied, not run: 1_a, 2_b" in gate.evidence


@pytest.mark.parametrize("dirty", [True, False])
def test_a_dirty_version_table_fails(*, dirty: bool) -> None:
    gate = version_table_gate("prod", VersionState(version=1, dirty=dirty))

    assert gate.passed is not dirty
    assert bool(gate.remedy) is dirty


def test_without_a_dev_there_is_nothing_to_ask() -> None:
    assert no_dev_gate().passed
