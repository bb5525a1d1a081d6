from __future__ import annotations

import click

from guardian import clock
from guardian.app.audit import audit
from guardian.cli.context import Context, pass_context
from guardian.report.audit import audit_markdown


@click.command()
@pass_context
def command(context: Context) -> int:
    """Compare DEV with PROD: tables only in one, PROD's row counts, differences; write migrations/AUDIT_YYYYMMDD.md."""
    done = audit(context.config(), now=clock.now())
    report = done.report
    document = {
        "file": str(done.file),
        "only_in_dev": list(report.only_in_dev()),
        "only_in_prod": list(report.only_in_prod()),
        "shared": list(report.shared),
        "rows": dict(report.rows),
        "differences": [{"kind": c.kind, "name": c.name, "change": c.change} for c in report.other_changes()],
    }
    context.show(audit_markdown(report), document)
    context.say(f"written to {done.file}")
    return 0
