"""Looks at everything guardian needs, and says for each what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guardian import clock
from guardian.adapters.git import Repository
from guardian.adapters.migrations_dir import read_lock
from guardian.adapters.telegram import TelegramClient
from guardian.adapters.telegram_outcome import Sent, Unchanged
from guardian.app.load import load_migrations
from guardian.app.session import open_target
from guardian.app.twin import refuse_same_database
from guardian.config import Config, Target
from guardian.errors import ConfigError, GuardianError, SqlFailed
from guardian.migrate.lock_file import violations
from guardian.migrate.state import VersionState
from guardian.pg.embedded import EmbeddedServer
from guardian.pg.embedded.binaries import majors
from guardian.pg.rights import fetch_rights

_CLOCK_SKEW = 5.0  # seconds that the server's clock may differ before times in history and alerts mislead


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. `remedy` is what to do where it is not well."""

    name: str
    well: bool
    finding: str
    remedy: str = ""


def examine(config: Config, *, target: str | None = None) -> tuple[Check, ...]:
    """Return all checks, or only those of one target."""
    targets = [t for t in config.targets if target in (None, t.name)]
    found = [check for each in targets for check in (*_target(each), *_database(config, each))]
    if target is None:
        found += [
            _guarded("migrations", lambda: _migrations(config)),
            _guarded("git", lambda: _git(config)),
            _guarded("embedded PostgreSQL", _embedded),
            _guarded("backup directory", lambda: _backup_directory(config)),
            *([_guarded("Telegram", lambda: _telegram(config))] if config.telegram else []),
        ]
    return tuple(found)


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except GuardianError as fault:
        return _fault(name, fault)


def _fault(name: str, fault: GuardianError) -> Check:
    """Return what an error says as a check; its last part is the remedy, except in the server's own words."""
    finding, _, remedy = str(fault).rpartition("; ")
    if isinstance(fault, SqlFailed):
        finding, remedy = str(fault), "check the rights of its role"
    return Check(name=name, well=False, finding=finding or remedy, remedy=remedy if finding else "put that right")


def _target(target: Target) -> Iterator[Check]:
    try:
        with open_target(target) as session:
            version = session.connection.info.server_version
            server = f"PostgreSQL {version // 10000}.{version % 10000}"
            yield Check(name=f"{target.name}: connection", well=True, finding=server)
            rights = fetch_rights(session.connection, session.table)
            if rights.reads_version:
                yield _guarded(f"{target.name}: migrations", lambda: _version(target, session.state()))
    except GuardianError as fault:
        yield _fault(f"{target.name}: connection", fault)
        return
    for name, well, finding, remedy in rights.checks(needs_writing=not target.protected):
        yield Check(name=f"{target.name}: {name}", well=well, finding=finding, remedy=remedy)
    skew = abs((rights.server_time - clock.now()).total_seconds())
    yield Check(
        name=f"{target.name}: clock",
        well=skew <= _CLOCK_SKEW,
        finding=f"the server's clock differs by {skew:.1f} s",
        remedy="" if skew <= _CLOCK_SKEW else "let both machines keep time by NTP",
    )


def _database(config: Config, target: Target) -> Iterator[Check]:
    """Say whether a development target is a protected one's database; nothing where that cannot be asked now."""
    name = f"{target.name}: database"
    try:
        compared = refuse_same_database(config, target)
    except ConfigError as fault:
        yield _fault(name, fault)
        return
    if compared and not target.protected:
        yield Check(name=name, well=True, finding="no protected target's")


def _version(target: Target, state: VersionState) -> Check:
    remedy = f"put right what the cut-off file left, then guardian force {target.name} VERSION" if state.dirty else ""
    return Check(name=f"{target.name}: migrations", well=not state.dirty, finding=str(state), remedy=remedy)


def _migrations(config: Config) -> Check:
    files = load_migrations(config)
    lock = read_lock(config.migrations_dir)
    if lock is None:
        remedy = "run guardian lock, and commit the file"
        return Check(name="migrations", well=False, finding=f"{len(files)}, without a lock file", remedy=remedy)
    for file, problem in violations(lock, files):
        finding, _, remedy = f"{file} {problem}".partition("; ")
        return Check(name="migrations", well=False, finding=finding, remedy=remedy)
    return Check(name="migrations", well=True, finding=f"{len(files)} in {config.migrations_dir}, with a lock file")


def _git(config: Config) -> Check:
    repository = Repository.discover(config.root)
    hooks = shutil.which("pre-commit")
    return Check(
        name="git",
        well=hooks is not None,
        finding=f"{config.root} is in {repository.root}" + ("" if hooks else ", but there is no pre-commit"),
        remedy="" if hooks else "pip install pre-commit, then pre-commit install",
    )


def _embedded() -> Check:
    with EmbeddedServer.start() as server:
        known = ", ".join(str(major) for major in majors())
        return Check(name="embedded PostgreSQL", well=True, finding=f"{known}; {server.major} starts")


def _backup_directory(config: Config) -> Check:
    name, remedy = "backup directory", "make it writable, or set directory in [backup] to another one"
    existing = next(folder for folder in (config.backup_dir, *config.backup_dir.parents) if folder.exists())
    if not existing.is_dir():
        return Check(name=name, well=False, finding=f"{existing} is no directory", remedy=remedy)
    if not os.access(existing, os.W_OK | os.X_OK, effective_ids=True):
        return Check(name=name, well=False, finding=f"{existing} may not be written", remedy=remedy)
    free = shutil.disk_usage(existing).free
    return Check(name=name, well=True, finding=f"{config.backup_dir}, {free / 2**30:.1f} GiB free")


def _telegram(config: Config) -> Check:
    assert config.telegram is not None  # noqa: S101 - asked by the caller
    client = TelegramClient.from_config(config.telegram)
    try:
        outcome = client.check(config.telegram.chat_id)
    finally:
        client.close()
    if isinstance(outcome, (Sent, Unchanged)):
        return Check(name="Telegram", well=True, finding="the bot reaches its chat")
    reason = getattr(outcome, "reason", str(outcome))
    remedy = "check token and chat_id, and that the bot is in the chat"
    return Check(name="Telegram", well=False, finding=reason, remedy=remedy)
