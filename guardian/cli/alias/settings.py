"""Where an alias works: the configuration, overridden by -path, -source and -database, or those alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from guardian.adapters.config_file import find_config_file
from guardian.app.load import load_config, load_migrations
from guardian.app.twin import find_protected_twin, refuse_twin
from guardian.cli.alias.flags import Flags
from guardian.config import Config, Role, Secret, Target
from guardian.errors import ConfigError, UsageError
from guardian.migrate.migration_set import MigrationSet

_ROLES = {"dev": Role.DEVELOPMENT, "prod": Role.PRODUCTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    config: Config
    target: Target
    files: MigrationSet


def load_settings(name: str, flags: Flags, *, folder: Path, environment: Mapping[str, str]) -> Settings:
    """Return what to work with. Raises ConfigError, UsageError, and what reading the migrations raises.

    As in golang-migrate the migrations are read for every command, so that a bad directory is known at once.
    """
    path, url = source_path(flags), flags.text("database")
    config = _config(folder, environment, needed=not (path and url))
    if path is not None:
        config = replace(config, migrations=(folder / path).absolute())
    target = _target(config, name, url)
    if "lock-timeout" in flags.values:
        target = replace(target, lock_timeout=timedelta(seconds=flags.number("lock-timeout", 0)))
    return Settings(config=config, target=target, files=load_migrations(config))


def source_path(flags: Flags) -> Path | None:
    """Return the directory that -source or -path names. Raises UsageError for a source that is no directory."""
    source = flags.text("source")
    if not source:
        return Path(flags.text("path")) if flags.text("path") else None
    if not source.startswith("file:"):
        scheme = source.partition(":")[0]
        raise UsageError(f"-source {scheme}: guardian reads migrations from files only; give -path DIRECTORY")
    parts = urlsplit(source)
    return Path(unquote(parts.netloc + parts.path) or ".")


def _config(folder: Path, environment: Mapping[str, str], *, needed: bool) -> Config:
    """Return guardian.toml's, or an empty one where there is none and the flags say everything."""
    if not needed and not environment.get("GUARDIAN_CONFIG"):
        try:
            find_config_file(folder)
        except ConfigError:
            return Config(root=folder)
    return load_config(None, folder=folder, environment=environment)


def _target(config: Config, name: str, url: str) -> Target:
    known = next((target for target in config.targets if target.name == name), None)
    if not url:
        if known is None:
            there = ", ".join(target.name for target in config.targets) or "none"
            raise UsageError(f'there is no target "{name}" in {config.file}; targets there: {there}')
        refuse_twin(config, known)
        return known
    target = known or Target(name=name, url=Secret.literal(url), role=_ROLES[name])
    protector = None if target.protected else find_protected_twin(config, url)
    if protector is not None:
        # A command line must not be a way around the protection.
        return replace(protector, url=Secret.literal(url), promote_url=None)
    return replace(target, url=Secret.literal(url), promote_url=None)
