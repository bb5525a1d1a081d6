"""guardian.progress: how far a file came that runs statement by statement.

Row 0 of a file says that it was begun; each of its statements has a row, `done` or only begun. All are removed when
the file is through.
"""

from __future__ import annotations

from collections.abc import Sequence

from guardian.migrate.migration import Direction
from guardian.migrate.plan import Step
from guardian.migrate.unfinished import Unfinished
from guardian.names import quote_literal
from guardian.pg.simple_query import Row
from guardian.pg.version_table import VersionTable
from guardian.sqltext.script import Statement

_KEY = "version_table, version, direction, number"


def forget_progress(where: VersionTable) -> str:
    return f"delete from guardian.progress where version_table operator(pg_catalog.=) {quote_literal(where.name)};"  # noqa: S608 - quoted


def begin_progress(where: VersionTable, step: Step) -> str:
    """Return the statements that say: this file is begun, none of its statements has run."""
    row = f"insert into guardian.progress ({_KEY}, done) values ({_key(where, step, 0)}, true);"  # noqa: S608 - quoted
    return forget_progress(where) + row


def progress_rows(
    where: VersionTable, step: Step, statements: Sequence[Statement], *, done: bool, before: str = ""
) -> str:
    """Return the statement that notes the statements as done, or as begun."""
    rows = ", ".join(
        f"({_key(where, step, s.number)}, '{s.checksum}', {str(done).lower()}, {quote_literal(before)})"
        for s in statements
    )
    return (
        f"insert into guardian.progress ({_KEY}, checksum, done, before) values {rows} "  # noqa: S608 - quoted
        f"on conflict ({_KEY}) do update set checksum = excluded.checksum, done = excluded.done, "
        "before = excluded.before, at = pg_catalog.clock_timestamp();"
    )


def progress_query(where: VersionTable) -> str:
    """Return the query of the rows that `unfinished` reads.

    They count only as long as the version row is the one that was written with them, in the same transaction: where
    another tool has written it since, nobody knows what else has run.
    """
    ours = f"version_table operator(pg_catalog.=) {quote_literal(where.name)}"
    begun = (
        f"select xmin from guardian.progress "  # noqa: S608 - quoted
        f"where {ours} and number operator(pg_catalog.=) 0"
    )
    return (
        "select version, direction, checksum, done, before from guardian.progress "  # noqa: S608 - quoted
        f"where {ours} and exists (select from {where.name} v where v.xmin operator(pg_catalog.=) ({begun})) "
        "order by number;"
    )


def unfinished(rows: Sequence[Row]) -> Unfinished | None:
    """Return what the rows of `progress_query` say; None where no file is unfinished."""
    if not rows:
        return None
    version, direction = rows[0][0], rows[0][1]
    doubts = [row[4] or "" for row in rows if row[3] == "f"]
    return Unfinished(
        version=int(version or 0),
        direction=Direction(direction or "up"),
        done=tuple(row[2] for row in rows if row[2] is not None and row[3] == "t"),
        doubt=doubts[0] if doubts else None,
    )


def _key(where: VersionTable, step: Step, number: int) -> str:
    return f"{quote_literal(where.name)}, {step.migration.version}, '{step.direction.value}', {number}"
