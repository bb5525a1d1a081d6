"""A drift report as text and as JSON."""

from __future__ import annotations

from guardian.drift.check import DriftReport
from guardian.drift.finding import Finding
from guardian.names import printable


def drift_text(report: DriftReport) -> str:
    """Return what was found, worst first, with both ways out."""
    if report.migrating is not None:
        return (
            f"{report.target}: not compared, {printable(report.migrating)} is migrating it; check again when it is done"
        )
    version = "no version" if report.version is None else f"version {report.version}"
    lines = [f"{report.target} is at {version}; pending: {', '.join(report.pending) or 'none'}"]
    if not report.findings:
        return "\n".join([*lines, "no drift"])
    for finding in report.findings:
        lines += ["", *_finding(finding)]
    return "\n".join(lines)


def _finding(finding: Finding) -> list[str]:
    lines = [f"{finding.severity.upper()}  {finding.id}  {printable(finding.sentence)}"]
    for title, sql in (("adopt it", finding.adopt_sql), ("revert it", finding.revert_sql)):
        lines += [f"  {title}:", *(f"    {line}" for line in sql.splitlines())]
    return lines


def drift_document(report: DriftReport) -> dict[str, object]:
    """Return the JSON document of `guardian drift`."""
    return {
        "target": report.target,
        "version": report.version,
        "pending": list(report.pending),
        "drifted": report.drifted,
        "migrating": report.migrating,
        "findings": [_document(finding) for finding in report.findings],
    }


def _document(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "kind": finding.kind,
        "name": finding.name,
        "change": finding.change,
        "severity": finding.severity,
        "attributes": {name: list(pair) for name, pair in finding.attributes.items()},
        "sentence": finding.sentence,
        "who": finding.who,
        "when": finding.when.isoformat() if finding.when else None,
        "adopt_sql": finding.adopt_sql,
        "revert_sql": finding.revert_sql,
        "acknowledged": finding.acknowledged,
    }
