"""Migrations 1..V, applied on every target, replaced by one baseline that is proven to make the same.

Nothing is written to any database: targets are only asked where they stand, replays happen in scratch databases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from guardian.adapters.git import GitError, Repository
from guardian.adapters.git_migrations import commit_tree
from guardian.adapters.migrations_dir import read_lock, read_migration_files
from guardian.adapters.squash_files import exchange
from guardian.adapters.unfinished import refuse_unfinished
from guardian.app.session import open_target
from guardian.app.squash_proof import Stage, prove, prove_elsewhere
from guardian.config import Config, Target
from guardian.errors import GuardianError, Refused
from guardian.migrate.lock_file import LOCK_FILE_NAME, LockFile, build_lock_file, render_lock_file, violations
from guardian.migrate.migration import Migration, MigrationFile
from guardian.migrate.migration_set import MigrationSet, checksums
from guardian.migrate.squash import SquashPlan, plan_squash, squash_lines
from guardian.pg.embedded.binaries import nearest_major
from guardian.pg.scratch import fetch_roles

Say = Callable[[str], None]

_UP = """-- Migration {version}: {title}
-- What migrations {first} to {version} make, with the rows they insert. A database at version {version} or later has
-- all of it already. Made by guardian squash; replaces:
{replaced}

{script}"""

_DOWN = """-- Rollback {version}: {title}
-- Nothing is undone here: the up file stands for migrations {first} to {version}, and undoing it would drop every
-- table they made, with its rows. The files it replaces are in git's history.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Squash:
    """What was replaced, by which files (name to text); `volatile` are tables whose later rows were only counted."""

    plan: SquashPlan
    files: dict[str, str]
    volatile: tuple[str, ...]
    written: bool


def squash(config: Config, *, version: int, title: str, now: datetime, dry_run: bool, say: Say) -> Squash:
    """Replace the migrations up to the version, or only show by what. Raises GuardianError; then nothing is changed."""
    refuse_unfinished(config.migrations_dir)
    content = read_migration_files(config.migrations_dir)
    files, lock = MigrationSet.from_files(content), _intact_lock(config, MigrationSet.from_files(content))
    plan = plan_squash(files, lock.lines, version=version, title=title)
    _refuse_uncommitted(config.migrations_dir, plan, lock)
    first, *others = _stages(config, files, plan, say)
    say("replaying the migrations, and the baseline made of them, in empty databases")
    proof = prove(first, plan, lambda script: _migration(plan, script))
    made = _migration(plan, proof.script)
    for stage in others:
        say(f"replaying both on PostgreSQL {stage.server_version // 10000} as well")
        prove_elsewhere(stage, plan, made)
    new = {file.name: file.text for file in (made.up, made.down) if file is not None}
    if not dry_run:
        if read_migration_files(config.migrations_dir) != content or read_lock(config.migrations_dir) != lock:
            raise Refused("a migration file was changed meanwhile; nothing was written, run guardian squash again")
        _write(config, plan, lock, made, now=now)
    return Squash(plan=plan, files=new, volatile=tuple(sorted(proof.volatile)), written=not dry_run)


def _write(config: Config, plan: SquashPlan, lock: LockFile, made: Migration, *, now: datetime) -> None:
    protected = [target.name for target in config.targets if target.protected]
    files = [file for file in (made.up, made.down) if file is not None]
    lines = squash_lines(lock.lines, files, version=plan.version, targets=protected, when=now)
    # The last up file goes last: until then its version is there twice, and nobody takes half for the whole.
    going = sorted(checksums(plan.replaced), key=lambda file: (_is_last(plan, file[0]), file[0]))
    exchange(
        config.migrations_dir,
        old=going,
        new={file.name: file.text for file in files},
        lock=render_lock_file(build_lock_file(lines)),
    )


def _is_last(plan: SquashPlan, name: str) -> bool:
    last = plan.replaced[-1]
    return last.up is not None and name == last.up.name


def _migration(plan: SquashPlan, script: str) -> Migration:
    words = {"version": plan.version, "title": plan.title, "first": plan.replaced[0].version}
    names = "\n".join(f"--   {migration.name}" for migration in plan.replaced)
    up, down = _UP.format(**words, replaced=names, script=script), _DOWN.format(**words)
    return Migration(
        version=plan.version,
        title=plan.title,
        up=MigrationFile(name=plan.up_name, content=up.encode()),
        down=MigrationFile(name=plan.down_name, content=down.encode()),
    )


def _intact_lock(config: Config, files: MigrationSet) -> LockFile:
    lock = read_lock(config.migrations_dir)
    if lock is None:
        raise Refused(f"{config.migrations_dir} has no {LOCK_FILE_NAME}; make it with guardian lock, and commit it")
    found = violations(lock, files)
    if found:
        raise Refused(f"nothing was squashed: {found[0][0]} {found[0][1]}")
    return lock


def _refuse_uncommitted(directory: Path, plan: SquashPlan, lock: LockFile) -> None:
    """Refuse where git does not have what would go: it could not be brought back, and the hook would say no."""
    try:
        repository = Repository.discover(directory)
        tree = commit_tree(repository, repository.head(), repository.inside("."))
    except GitError:
        return  # no git here: nobody can ask more of it
    there = {name: file.checksum for name, file in tree.files.items()}
    for name, digest in checksums(plan.replaced):
        if there.get(name) != digest:
            raise Refused(f"{name} is not in the last commit as it is here; commit it first, so that git has it")
    if _going(tree.lock, plan) != _going(lock, plan):
        raise Refused(
            f"{LOCK_FILE_NAME} is not in the last commit as it is here; commit it first, as the hook goes by it"
        )


def _going(lock: LockFile, plan: SquashPlan) -> set[tuple[str, str]]:
    known = ((line.version, line) for line in lock.lines)
    return {(line.file, line.checksum) for version, line in known if version is not None and version <= plan.version}


def _stages(config: Config, files: MigrationSet, plan: SquashPlan, say: Say) -> tuple[Stage, ...]:
    """Ask every target; return where to prove it: one server version each, the oldest first.

    Raises Refused that names each target where the version is not applied for certain.
    """
    if not config.targets:
        raise Refused(f"{config.file} has no target, so nobody knows whether the migrations are applied everywhere")
    found, problems = [], []
    for target in config.targets:
        say(f"asking {target.name} for its version")
        try:
            found.append(_ask(target, files, plan.version))
        except GuardianError as fault:
            problems.append(str(fault))
    if problems:
        raise Refused("nothing was squashed: " + "; ".join(problems))
    schemas = tuple(dict.fromkeys(schema for target in config.targets for schema in target.schemas))
    secret = config.scratch.url
    versions = {nearest_major(number): number for number, _ in found}
    chosen = [versions[major] for major in sorted(versions)]
    return tuple(
        Stage(
            server_url=secret.reveal() if secret else None,
            server_version=number,
            schemas=schemas,
            table=config.targets[0].version_table,
            roles=tuple(sorted({role for _, roles in found for role in roles})),
        )
        for number in (chosen[:1] if secret else chosen)
    )


def _ask(target: Target, files: MigrationSet, version: int) -> tuple[int, tuple[str, ...]]:
    with open_target(target) as session:
        state = session.state()
        if state.dirty:
            raise Refused(f"{target.name} is dirty at version {state.version}; put that right first")
        if state.version is None or state.version < version:
            raise Refused(f"{target.name} is at {_place(state.version)}, so version {version} is not applied there")
        if files.get(state.version) is None:
            raise Refused(f"{target.name} is at version {state.version}, of which there is no file here")
        return session.connection.info.server_version, fetch_roles(session.connection)


def _place(version: int | None) -> str:
    return "no version" if version is None else f"version {version}"
