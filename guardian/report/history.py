"""The history of a target as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from guardian.migrate.record import HistoryRecord, Outcome


def history_text(target: str, records: Sequence[HistoryRecord]) -> str:
    """Return one line per run, for people, oldest first; a failed one has its error below it."""
    if not records:
        return f"no run of guardian on {target} is recorded"
    return "\n".join(line for record in records for line in _lines(record))


def _lines(record: HistoryRecord) -> list[str]:
    version = "no version" if record.version is None else f"{record.version} {record.title or ''}".strip()
    commit = f", commit {record.git_commit[:10]}" if record.git_commit else ""
    who = f"{record.os_user} on {record.host} as {record.database_role}"
    lines = [
        (
            f"{record.at:%Y-%m-%d %H:%M:%S %Z}  {record.action:<7} {version}  "
            f"{record.outcome} in {record.duration_ms} ms  by {who}{commit}"
        )
    ]
    if record.outcome is Outcome.FAILED and record.error:
        lines.append(f"    {record.error}")
    return lines


def history_document(target: str, records: Sequence[HistoryRecord]) -> dict[str, object]:
    """Return the JSON document of `guardian history`."""
    return {
        "target": target,
        "runs": [
            {
                "id": record.id,
                "at": record.at.isoformat(),
                "action": record.action.value,
                "direction": record.direction.value if record.direction else None,
                "version": record.version,
                "title": record.title,
                "from_version": record.from_version,
                "to_version": record.to_version,
                "outcome": record.outcome.value,
                "error": record.error,
                "duration_ms": record.duration_ms,
                "up_checksum": record.up_checksum,
                "down_checksum": record.down_checksum,
                "os_user": record.os_user,
                "host": record.host,
                "database_role": record.database_role,
                "git_commit": record.git_commit,
                "guardian_version": record.guardian_version,
            }
            for record in records
        ],
    }
