"""Gates of a promotion: each says whether it may go on, what it saw, and what to do where it may not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from guardian.migrate.migration import Migration
from guardian.migrate.record import Action, HistoryRecord, Outcome
from guardian.migrate.state import VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """`evidence` is what was seen; `remedy` what to do about it, empty for a gate that is passed."""

    name: str
    passed: bool
    evidence: str
    remedy: str = ""


def version_table_gate(target: str, state: VersionState) -> Gate:
    return Gate(
        name="version table clean",
        passed=not state.dirty,
        evidence=f"{target} is at {state}",
        remedy=f"put right what the cut-off file left, then guardian force {target} VERSION" if state.dirty else "",
    )


def applied_on_dev_gate(
    dev: str,
    state: VersionState,
    history: Iterable[HistoryRecord],
    pending: Iterable[Migration],
    *,
    squashed: Collection[int] = (),
) -> Gate:
    """Pass where every pending migration is on DEV, and what ran there has the same checksum.

    A migration that DEV was only marked with (force) has no checksum to compare; that is said, and passes. So do the
    versions in `squashed`: DEV may have run the files that such a baseline was proven to be equal to.
    """
    last = _standing(history)
    missing, edited, marked, baselines = [], [], [], []
    for migration in pending:
        record = last.get(migration.version)
        if state.version is None or migration.version > state.version:
            missing.append(migration.name)
        elif migration.version in squashed:
            baselines.append(migration.name)
        elif record is None:
            marked.append(migration.name)
        elif migration.up is not None and record.up_checksum != migration.up.checksum:
            edited.append(migration.name)
    remedies = []
    if state.dirty:
        # Nobody knows what the cut-off file did there, so nothing that ran on it was tried.
        remedies.append(f"put right what the cut-off file left on {dev}, then guardian force {dev} VERSION")
    if missing:
        remedies.append(f"apply {', '.join(missing)} to {dev} first: guardian up {dev}")
    if edited:
        remedies.append(f"{', '.join(edited)} changed since it ran on {dev}: run it there again (down, then up)")
    seen = [
        *(["not there: " + ", ".join(missing)] if missing else []),
        *(["other checksum: " + ", ".join(edited)] if edited else []),
        *(["marked as applied, not run: " + ", ".join(marked)] if marked else []),
        *(["squashed, and proven equal then: " + ", ".join(baselines)] if baselines else []),
    ]
    return Gate(
        name="applied on DEV",
        passed=not (state.dirty or missing or edited),
        evidence=f"{dev} is at {state}" + (f"; {'; '.join(seen)}" if seen else ", with the same checksums"),
        remedy="; ".join(remedies),
    )


def _standing(history: Iterable[HistoryRecord]) -> dict[int | None, HistoryRecord]:
    """Return version to the run that brought it, of those that were not undone since."""
    standing: dict[int | None, HistoryRecord] = {}
    for record in history:
        if record.outcome is Outcome.DONE and record.action is Action.DOWN:
            standing.pop(record.version, None)
        elif record.outcome is Outcome.DONE and record.up_checksum is not None:
            standing[record.version] = record
    return standing


def no_dev_gate() -> Gate:
    return Gate(name="applied on DEV", passed=True, evidence="no development target is configured")
