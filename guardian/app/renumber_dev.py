"""A database that ran migrations which get other numbers: what is undone there, and run again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guardian.app.bench import Place, difference, open_bench, scratch_url, server_said
from guardian.app.session import Session, ready
from guardian.config import Config
from guardian.errors import Refused, SqlFailed
from guardian.migrate.event import Listener
from guardian.migrate.late import read_history
from guardian.migrate.migration import Direction, Migration, MigrationFile, parse_file_name
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import Plan, Step, plan_goto
from guardian.migrate.record import HistoryRecord, Operator, RunTexts
from guardian.migrate.renumber import Move
from guardian.migrate.state import DirtyDatabase
from guardian.pg.apply import apply_plan, check_files
from guardian.pg.history import fetch_texts
from guardian.pg.scratch import fetch_roles
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.diff import ChangeKind, diff
from guardian.schema.model import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What is undone on a target, the last first, with the texts that ran there; then it is at `to_version`.

    `redo_to` is the version at which everything that was undone is in place again.
    """

    target: str
    migrations: tuple[Migration, ...]
    from_version: int
    to_version: int | None
    redo_to: int

    def plan(self) -> Plan:
        lower = [*(migration.version for migration in self.migrations[1:]), self.to_version]
        steps = [
            Step(
                migration=migration,
                direction=Direction.DOWN,
                file=migration.down or MigrationFile(name=migration.name, content=b""),
                from_version=migration.version,
                to_version=to_version,
            )
            for migration, to_version in zip(self.migrations, lower, strict=True)
        ]
        return Plan(target=self.target, from_version=self.from_version, steps=tuple(steps))


def ask(session: Session, content: Mapping[str, bytes], moves: Sequence[Move], after: MigrationSet) -> Undoing | None:
    """Return what has to be undone there, None where nothing of the moved ones ran.

    Raises DirtyDatabase, and Refused where history does not tell whose migration has a number, or what is above it.
    """
    target, standing = session.target.name, session.standing()
    if standing.state.dirty:
        raise DirtyDatabase(target, standing.state.version)
    current = standing.state.version
    coverage = read_history(standing.history, standing.state)
    moved = _moved(content, moves)
    for version in moved:
        if current is not None and version <= current and not coverage.covers(version):
            raise Refused(
                f"{target} is at version {current}, and no history says which migration its version {version} was; "
                f"undo it there first, with guardian goto {target} VERSION"
            )
    applied = coverage.applied
    ours = [version for version in applied if _ran(applied[version], moved.get(version, {}), content)]
    if current is None or not ours:
        return None
    undone = [applied[version] for version in sorted(applied, reverse=True) if version >= min(ours)]
    texts = fetch_texts(session.connection, session.table, sorted(applied))
    migrations = tuple(_as_it_ran(record, texts, target) for record in undone)
    redo = [_new_version(record, moved, content, after, target) for record in undone]
    below = max((version for version in applied if version < min(ours)), default=applied[min(ours)].from_version)
    if below is None and any(migration.version < min(ours) for migration in after):
        raise Refused(f"no history says at which version {target} was before version {min(ours)}; undo it there first")
    return Undoing(target=target, migrations=migrations, from_version=current, to_version=below, redo_to=max(redo))


def _moved(content: Mapping[str, bytes], moves: Sequence[Move]) -> dict[int, dict[str, str]]:
    """Return, by old version, the up files that move, old name to new name."""
    found: dict[int, dict[str, str]] = {}
    for move in moves:
        parsed = parse_file_name(move.old)
        if parsed is not None and parsed.direction is Direction.UP and move.old in content:
            found.setdefault(parsed.version, {})[move.old] = move.new
    return found


def _ran(record: HistoryRecord, files: Mapping[str, str], content: Mapping[str, bytes]) -> str | None:
    """Return the new name of the file that ran: the one with its title, else the one with its content."""
    for name, new in files.items():
        parsed = parse_file_name(name)
        if parsed is not None and parsed.title == record.title:
            return new
    same = (new for name, new in files.items() if _digest(name, content) == record.up_checksum)
    # Under another title it is another's, as long as that one is there too.
    others = [name for name in content if name not in files and _is_run(name, record)]
    return None if others else next(same, None)


def _is_run(name: str, record: HistoryRecord) -> bool:
    parsed = parse_file_name(name)
    return parsed is not None and (parsed.version, parsed.title) == (record.version, record.title)


def _digest(name: str, content: Mapping[str, bytes]) -> str:
    return MigrationFile(name=name, content=content[name]).checksum


def _as_it_ran(record: HistoryRecord, texts: Mapping[int, RunTexts], target: str) -> Migration:
    version = record.version or 0
    known = texts.get(version)
    if known is None or known.up is None or known.down is None:
        raise Refused(
            f"{target} has no record of the down file of version {version} {record.title}; undo it there by hand"
        )
    name = f"{version:06d}_{record.title}"
    up, down = (
        MigrationFile(name=f"{name}.{direction}.sql", content=text.encode())
        for direction, text in ((Direction.UP, known.up), (Direction.DOWN, known.down))
    )
    return Migration(version=version, title=record.title or "", up=up, down=down)


def _new_version(
    record: HistoryRecord,
    moved: Mapping[int, Mapping[str, str]],
    content: Mapping[str, bytes],
    after: MigrationSet,
    target: str,
) -> int:
    """Return where it runs again; what is not one's own only goes where its file is here as it ran."""
    new = _ran(record, moved.get(record.version or 0, {}), content)
    parsed = parse_file_name(new) if new else None
    if parsed is not None:
        return parsed.version
    there = after.get(record.version or 0)
    if there is None or there.up is None or there.up.checksum != record.up_checksum:
        raise Refused(
            f"{record.version} {record.title} ran on {target} after a migration that moves, and its file is not here "
            "as it ran; get the branch that has it"
        )
    return there.version


def prove(config: Config, session: Session, undoing: Undoing, after: MigrationSet, *, again: bool) -> None:
    """Try it in a scratch database first. Raises Refused where undoing leaves something, or running again fails.

    Also where the target's own objects of these migrations are not as they made them: whoever changed them by hand
    would lose that.
    """
    target = session.target
    before = after.upto(undoing.to_version)
    rest = tuple(m for m in after.after(undoing.to_version) if m.version <= undoing.redo_to)
    place = Place(
        server_url=scratch_url(config),
        server_version=session.connection.info.server_version,
        table=session.table.table,
        roles=fetch_roles(session.connection),
    )
    with open_bench(place, (*before, *rest, *undoing.migrations)) as bench:
        try:
            bench.up(before)
            clean = bench.snapshot()
            bench.up(reversed(undoing.migrations))
            made = bench.snapshot()
            _refuse_changed(
                session,
                clean,
                made,
                fetch_snapshot(
                    bench.connection, schemas=target.schemas, version_table=(bench.table.schema, bench.table.table)
                ),
            )
            for step in undoing.plan().steps:
                bench.run(step.migration, Direction.DOWN, to_version=step.to_version)
            left = difference(clean, bench.snapshot())
            if left:
                names = ", ".join(migration.name for migration in undoing.migrations)
                raise _not_proven(target.name, f"undoing {names} leaves {' '.join(' '.join(left).split())}")
            if again:
                bench.up(rest)
        except SqlFailed as fault:
            raise _not_proven(target.name, server_said(fault)) from fault


def _refuse_changed(session: Session, clean: Snapshot, made: Snapshot, expected: Snapshot) -> None:
    own = {change.name for change in diff(clean, made) if change.change is ChangeKind.ADDED}
    live = fetch_snapshot(
        session.connection,
        schemas=session.target.schemas,
        version_table=(session.table.schema, session.table.table),
    )
    for change in diff(expected, live):
        if change.name in own or any(change.name.startswith(f"{name}.") for name in own):
            raise Refused(
                f"{session.target.name} has {change.kind} {change.name} otherwise than its migration made it, and "
                f"undoing that would lose the change; nothing was moved. See guardian drift {session.target.name}, "
                "or use --offline and see to the database yourself"
            )


def _not_proven(target: str, reason: str) -> Refused:
    return Refused(
        f"nothing was moved: in a scratch database, what would be done on {target} does not work: {reason}; mend the "
        f"files, or undo them on {target} by hand, or use --offline and see to the database yourself"
    )


def undo(session: Session, undoing: Undoing, *, operator: Operator, listener: Listener) -> None:
    """Undo the migrations, each with its history; the caller holds the lock. Raises SqlFailed; the files stay then."""
    plan = undoing.plan()
    check_files(plan)
    apply_plan(ready(session, operator=operator, listener=listener), plan)


def redo(session: Session, undoing: Undoing, after: MigrationSet, *, operator: Operator, listener: Listener) -> None:
    """Run what comes first now, and what was undone, under the new numbers. Raises as `guardian up`."""
    standing = session.standing()
    plan = plan_goto(after, standing.state, target=undoing.target, version=undoing.redo_to, history=standing.history)
    check_files(plan)
    apply_plan(ready(session, operator=operator, listener=listener), plan)
