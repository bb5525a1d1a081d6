"""Migrations run in a scratch database: up, down, and up again, each compared with what was there before.

Where to begin, and what to rehearse, is a `Rehearsing`: a copy of a target's real schema would be another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from guardian.adapters.migrations_dir import read_lock
from guardian.app.bench import Bench, Place, difference, open_bench, scratch_url, server_said
from guardian.app.expected import CannotReplay
from guardian.app.session import open_target
from guardian.config import Config, Target
from guardian.errors import SqlFailed
from guardian.migrate.lock_file import LockFile
from guardian.migrate.migration import Direction, Migration
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import UnknownVersion
from guardian.migrate.rehearsal import Rehearsal, Rehearsed
from guardian.migrate.state import DirtyDatabase
from guardian.pg.scratch import fetch_roles
from guardian.schema.model import Snapshot
from guardian.sqltext.comment import find_reason, holds_no_statement

Say = Callable[[str], None]

_LEFT = "after its down file the schema is not what it was before its up file"
_OTHER = "run again after its down file, its up file makes another schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsing:
    """The whole set in order; of `wanted` versions both directions are tried, the rest only runs up."""

    place: Place
    migrations: tuple[Migration, ...]
    wanted: frozenset[int]


def rehearse(config: Config, files: MigrationSet, *, target: Target | None, say: Say) -> Rehearsal:
    """Rehearse what is not promoted, or what is pending on the target; nothing is written anywhere but to scratch.

    Raises Unreachable, UnknownVersion, DirtyDatabase, and CannotReplay for an up file that fails.
    """
    if target is None:
        lock = read_lock(config.migrations_dir) or LockFile()
        wanted = unpromoted(files, lock)
        steps = carry_out(
            Rehearsing(place=Place(server_url=scratch_url(config)), migrations=tuple(files), wanted=wanted), say
        )
        return Rehearsal(target=None, from_version=_before(files, wanted), steps=steps)
    place, version = _ask(config, files, target)
    pending = files.after(version)
    wanted = frozenset(migration.version for migration in pending)
    steps = carry_out(Rehearsing(place=place, migrations=tuple(files), wanted=wanted), say)
    return Rehearsal(target=target.name, from_version=version, server_version=place.server_version, steps=steps)


def unpromoted(files: MigrationSet, lock: LockFile) -> frozenset[int]:
    promoted = {line.version for line in lock.promoted}
    return frozenset(migration.version for migration in files if migration.version not in promoted)


def _before(files: MigrationSet, wanted: frozenset[int]) -> int | None:
    first = min(wanted, default=None)
    return files.last_version if first is None else files.previous(first)


def _ask(config: Config, files: MigrationSet, target: Target) -> tuple[Place, int | None]:
    with open_target(target) as session:
        state = session.state()
        if state.dirty:
            raise DirtyDatabase(target.name, state.version)
        if state.version is not None and files.get(state.version) is None:
            raise UnknownVersion(target.name, state.version)
        place = Place(
            server_url=scratch_url(config),
            server_version=session.connection.info.server_version,
            table=session.table.table,
            roles=fetch_roles(session.connection),
        )
    return place, state.version


def carry_out(rehearsing: Rehearsing, say: Say) -> tuple[Rehearsed, ...]:
    """Return what came of each wanted migration, in order; nothing is started where there is none.

    What a migration leaves behind would be blamed on the next one, so after a fault a fresh database goes on.
    """
    found: list[Rehearsed] = []
    left = [migration for migration in rehearsing.migrations if migration.version in rehearsing.wanted]
    while left:
        if not found:
            say(f"rehearsing {len(left)} migration{'' if len(left) == 1 else 's'} in a scratch database")
        with open_bench(rehearsing.place, rehearsing.migrations) as bench:
            done = _in_one(bench, rehearsing, left[0])
        found += done
        left = left[len(done) :]
    return tuple(found)


def _in_one(bench: Bench, rehearsing: Rehearsing, first: Migration) -> list[Rehearsed]:
    """Go on from this migration until one leaves the database in a state that is not its own."""
    _up(bench, (migration for migration in rehearsing.migrations if migration.version < first.version))
    found: list[Rehearsed] = []
    previous = max((m.version for m in rehearsing.migrations if m.version < first.version), default=None)
    before: Snapshot | None = None
    for migration in rehearsing.migrations:
        if migration.version < first.version:
            continue
        if migration.version in rehearsing.wanted:
            before = before or bench.snapshot()
            step, before = _rehearse(bench, migration, before, previous)
            found.append(step)
            if step.fault is not None:
                return found
        else:
            _up(bench, [migration])
            before = None
        previous = migration.version
    return found


def _rehearse(bench: Bench, migration: Migration, before: Snapshot, previous: int | None) -> tuple[Rehearsed, Snapshot]:
    """Return what came of it, and the schema that it leaves. Raises CannotReplay where its up file fails."""
    _up(bench, [migration])
    after = bench.snapshot()
    if migration.down is None:
        return Rehearsed(migration=migration, fault="it has no down file"), after
    if holds_no_statement(migration.down.text):
        return _without_statements(migration, migration.down.text, difference(before, after)), after
    try:
        bench.run(migration, Direction.DOWN, to_version=previous)
    except SqlFailed as fault:
        return Rehearsed(migration=migration, fault=f"its down file fails: {server_said(fault)}"), after
    undone = bench.snapshot()
    left = difference(before, undone)
    if left and not difference(after, undone) and find_reason(migration.down.text) is not None:
        # Such as a SELECT that says so: nothing is undone, and the comments say why.
        bench.mark(migration.version)
        return Rehearsed(migration=migration, irreversible=find_reason(migration.down.text)), after
    if left:
        return Rehearsed(migration=migration, fault=_LEFT, difference=left), after
    try:
        bench.up([migration])
    except SqlFailed as fault:
        return Rehearsed(
            migration=migration, fault=f"after its down file its up file fails: {server_said(fault)}"
        ), after
    again = difference(after, bench.snapshot())
    return Rehearsed(migration=migration, fault=_OTHER if again else None, difference=again), after


def _without_statements(migration: Migration, text: str, made: Sequence[str]) -> Rehearsed:
    reason = find_reason(text)
    if reason is not None:
        return Rehearsed(migration=migration, irreversible=reason)
    if not made:
        return Rehearsed(migration=migration)
    fault = "its down file does nothing, and does not say why; what its up file makes stays"
    return Rehearsed(migration=migration, fault=fault, difference=tuple(made))


def _up(bench: Bench, migrations: Iterable[Migration]) -> None:
    try:
        bench.up(migrations)
    except SqlFailed as fault:
        raise CannotReplay(server_said(fault)) from fault
