"""The audit of two drifted databases, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from guardian.names import printable
from guardian.report.diff import change_lines
from guardian.schema.diff import Change, ChangeKind
from guardian.schema.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """`changes` turn PROD into DEV; `rows` counts PROD's; `shared` are the tables that both have."""

    dev: str
    prod: str
    at: datetime
    changes: tuple[Change, ...]
    rows: Mapping[str, int]
    shared: tuple[str, ...]

    def only_in_dev(self) -> tuple[str, ...]:
        return self._tables(ChangeKind.ADDED)

    def only_in_prod(self) -> tuple[str, ...]:
        return self._tables(ChangeKind.REMOVED)

    def other_changes(self) -> tuple[Change, ...]:
        """Return what differs besides whole tables."""
        whole = {*self.only_in_dev(), *self.only_in_prod()}
        return tuple(c for c in self.changes if not (c.kind is Kind.TABLE and c.name in whole))

    def _tables(self, change: ChangeKind) -> tuple[str, ...]:
        return tuple(c.name for c in self.changes if c.kind is Kind.TABLE and c.change is change)


def audit_markdown(report: AuditReport) -> str:
    """Return the file's text, with a decision log to be filled in."""
    return "\n".join(
        [
            f"# Database audit, {report.at:%Y-%m-%d}",
            "",
            f"{report.dev} against {report.prod}, {report.at:%Y-%m-%d %H:%M:%S %Z}",
            *_section(f"Tables to add to {report.prod} (from {report.dev})", map(_code, report.only_in_dev())),
            *_section(f"Tables only in {report.prod}", (_held(report, name) for name in report.only_in_prod())),
            *_section(f"Row counts in {report.prod}", (f"{_code(n)}: {c:,}" for n, c in report.rows.items())),
            *_section("Column and other differences", (_change(c) for c in report.other_changes())),
            *_section("Decision log", _decisions(report)),
            "",
        ]
    )


def _section(title: str, lines: Iterable[str]) -> list[str]:
    return ["", f"## {title}", "", *([f"- {line}" for line in lines] or ["(none)"])]


def _code(name: str) -> str:
    # A name may hold anything; within a longer run of backticks it stays a name.
    fence = "``" if "`" in name else "`"
    return f"{fence}{printable(name)}{fence}"


def _held(report: AuditReport, name: str) -> str:
    rows = report.rows.get(name, 0)
    return f"{_code(name)}: " + (f"has {rows:,} rows" if rows else "is empty")


def _change(change: Change) -> str:
    return "\n  ".join(change_lines(change))


def _decisions(report: AuditReport) -> Iterable[str]:
    for name in report.only_in_dev():
        yield f"[ ] {_code(name)}: add to {report.prod} by a migration"
    for name in report.only_in_prod():
        keep = "it has data: keep it" if report.rows.get(name) else "empty: verify whether it is needed"
        yield f"[ ] {_code(name)}: only in {report.prod}, {keep}"
    for change in report.other_changes():
        yield f"[ ] {change.kind} {_code(change.name)}: {report.dev}'s or {report.prod}'s?"
