"""DEV against PROD: what is only in one, what PROD's tables hold, where shared tables differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from guardian.adapters.new_files import create_files
from guardian.app.session import open_target
from guardian.config import Config, Role, Target
from guardian.errors import UsageError
from guardian.pg.row_count import count_rows
from guardian.pg.snapshot import fetch_snapshot
from guardian.report.audit import AuditReport, audit_markdown
from guardian.schema.diff import diff
from guardian.schema.model import Snapshot, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """`file` is where the report was written."""

    report: AuditReport
    file: Path


def audit(config: Config, *, now: datetime) -> Audit:
    """Compare the development with the production target, and write migrations/AUDIT_YYYYMMDD.md.

    Raises UsageError where there is not one target of each role, Refused where today's report is there already.
    """
    dev, prod = (_only(config, role) for role in (Role.DEVELOPMENT, Role.PRODUCTION))
    dev_schema, _ = _look(dev)
    prod_schema, rows = _look(prod, counting=True)
    report = AuditReport(
        dev=dev.name,
        prod=prod.name,
        at=now,
        changes=diff(prod_schema, dev_schema),
        rows=rows,
        shared=tuple(sorted(_tables(dev_schema) & _tables(prod_schema))),
    )
    file = config.migrations_dir / f"AUDIT_{now:%Y%m%d}.md"
    create_files({file: audit_markdown(report)})
    return Audit(report=report, file=file)


def _look(target: Target, *, counting: bool = False) -> tuple[Snapshot, dict[str, int]]:
    with open_target(target) as session:
        where = (session.table.schema, session.table.table)
        snapshot = fetch_snapshot(session.connection, schemas=target.schemas, version_table=where)
        return snapshot, count_rows(session.connection, target.schemas, skip=where) if counting else {}


def _only(config: Config, role: Role) -> Target:
    found = [target for target in config.targets if target.role is role]
    if len(found) != 1:
        raise UsageError(f"an audit needs one {role} target, and {config.file} has {len(found)}")
    return found[0]


def _tables(snapshot: Snapshot) -> set[str]:
    return {found.name for found in snapshot.objects if isinstance(found, Table)}
