"""Target status as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.status import TargetStatus
from guardian.migrate.unfinished import Unfinished
from guardian.names import printable


def status_text(statuses: Sequence[TargetStatus], files: MigrationSet) -> str:
    """Return one block per target, for people."""
    last = files.migrations[-1].name if len(files) else "none"
    lines = [f"migrations: {len(files)}, the last is {last}"]
    for status in statuses:
        lines += ["", f"{status.name} ({status.role})", *(f"  {line}" for line in _lines(status))]
    return "\n".join(lines)


def _lines(status: TargetStatus) -> list[str]:
    if status.problem is not None:
        return [f"not known: {printable(status.problem)}"]
    lines = [f"version   {status.state}"]
    if status.unknown_version:
        lines.append("          the migrations directory has no file of this version")
    if status.unfinished is not None:
        cut = status.unfinished
        lines.append(f"          the {cut.direction} file of {cut.version} was cut off after statement {len(cut.done)}")
    lines.append(f"pending   {', '.join(status.pending) or 'none'}")
    lines += [
        f"edited    {file.name}{' (comments or white space only)' if file.comments_only else ''}"
        for file in status.edited
    ]
    lines += [f"missing   {name} ran here, and has no file" for name in status.missing]
    lines += [f"late      {name} never ran here" for name in status.late]
    if status.last_run is not None:
        run = status.last_run
        what = f"{run.action} of version {run.version}" + (f" {run.title}" if run.title else "")
        lines.append(printable(f"last run  {what}, {run.at:%Y-%m-%d %H:%M:%S %Z} by {run.os_user}"))
    return lines


def status_document(statuses: Sequence[TargetStatus], files: MigrationSet) -> dict[str, object]:
    """Return the JSON document of `guardian status`."""
    return {
        "last_version": files.last_version,
        "targets": [
            {
                "target": status.name,
                "role": status.role,
                "version": status.state.version if status.state else None,
                "dirty": status.state.dirty if status.state else None,
                "pending": list(status.pending),
                "unknown_version": status.unknown_version,
                "edited": [{"file": f.name, "comments_only": f.comments_only} for f in status.edited],
                "missing": list(status.missing),
                "late": list(status.late),
                "unfinished": _unfinished(status.unfinished),
                "last_run": status.last_run.at.isoformat() if status.last_run else None,
                "problem": status.problem,
            }
            for status in statuses
        ],
    }


def _unfinished(found: Unfinished | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "version": found.version,
        "direction": found.direction.value,
        "statements_done": len(found.done),
        "next_in_doubt": found.doubt is not None,
    }
