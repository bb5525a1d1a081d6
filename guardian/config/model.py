"""The configuration as values. Every field is one key of guardian.toml, described in docs/configuration.md."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from guardian.config.secret import Secret

LOCK_TIMEOUT = timedelta(seconds=15)  # golang-migrate's default


class Role(enum.StrEnum):
    """What a target is for. A production target is protected: only `promote` changes it."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A database that guardian knows by name.

    The version table's place is the URL's (`x-migrations-table`) where that names one; without `version_schema` it is
    in the first schema of the search_path. `lock_timeout` bounds the wait for other migrators.
    """

    name: str
    url: Secret
    role: Role
    schemas: tuple[str, ...] = ("public",)
    promote_url: Secret | None = None
    version_table: str = "schema_migrations"
    version_schema: str | None = None
    lock_timeout: timedelta = LOCK_TIMEOUT

    @property
    def protected(self) -> bool:
        return self.role is Role.PRODUCTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """Where throw-away databases are made; without a URL, on the embedded PostgreSQL."""

    url: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    directory: Path = Path("backups")


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoreRule:
    """A change that is no drift: `kind` and `pattern` (a glob over the object's name), why, and to which day."""

    kind: str
    pattern: str
    reason: str
    until: date | None = None

    def holds(self, today: date) -> bool:
        return self.until is None or today <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    ignore: tuple[IgnoreRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """What the service does.

    `apply_to` is the development target that gets every new file, `check` names those whose drift is watched.
    A change is taken up after `quiet` without another one, after `patience` at the latest; the directory is looked
    at every `rescan` in any case.
    """

    apply_to: str | None = None
    check: tuple[str, ...] = ()
    interval: timedelta = timedelta(minutes=5)
    quiet: timedelta = timedelta(seconds=1.5)
    patience: timedelta = timedelta(seconds=10)
    rescan: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """Where alerts go; `chat_id` is a number or an @name, as the Bot API takes it."""

    token: Secret
    chat_id: str
    api_url: str = "https://api.telegram.org"
    timeout: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The address of the status page, which is off without a host."""

    host: str | None = None
    port: int = 0


class IfExists(enum.StrEnum):
    """What a migration should say: that it knows what is there, or that it does not mind."""

    ANY = "any"
    FORBID = "forbid"
    REQUIRE = "require"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """How migrations are judged: `ignore` names rules that are off, `postgres` is the servers' version, such as "15".

    `exposed_schemas` are those that an API shows to everybody, where a table needs row level security.
    """

    ignore: tuple[str, ...] = ()
    if_exists: IfExists = IfExists.ANY
    postgres: str | None = None
    exposed_schemas: tuple[str, ...] = ()


class NumberStyle(enum.StrEnum):
    """How versions are counted: 1, 2, 3, or by the UTC time at which a migration was begun."""

    SEQUENTIAL = "sequential"
    TIMESTAMP = "timestamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How migrations are numbered. `digits` 1 stands for as many as the number has, without zeros before it."""

    style: NumberStyle = NumberStyle.SEQUENTIAL
    digits: int = 6
    allow_gaps: bool = False

    @property
    def gapless(self) -> bool:
        return self.style is NumberStyle.SEQUENTIAL and not self.allow_gaps

    def written(self, version: int) -> str:
        return f"{version:0{self.digits}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """`target_branch` is the branch that others merge into; None to ask git for the remote's default branch."""

    target_branch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole of guardian.toml; `root` is the folder that it stands in, and relative paths start from there."""

    root: Path
    file: Path | None = None
    migrations: Path = Path("migrations")
    state: Path | None = None
    targets: tuple[Target, ...] = ()
    scratch: Scratch = field(default_factory=Scratch)
    backup: Backup = field(default_factory=Backup)
    drift: Drift = field(default_factory=Drift)
    daemon: Daemon = field(default_factory=Daemon)
    lint: Lint = field(default_factory=Lint)
    telegram: Telegram | None = None
    web: Web = field(default_factory=Web)
    naming: Naming = field(default_factory=Naming)
    git: Git = field(default_factory=Git)

    @property
    def migrations_dir(self) -> Path:
        return self.root / self.migrations

    @property
    def backup_dir(self) -> Path:
        return self.root / self.backup.directory
