"""The configuration and the migrations, read from the world."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guardian.adapters.config_file import find_config_file, read_config_file
from guardian.adapters.migrations_dir import read_migration_files
from guardian.adapters.unfinished import refuse_unfinished
from guardian.config import Config, Target, parse_config
from guardian.errors import UsageError
from guardian.migrate.migration_set import MigrationSet


def load_config(file: Path | None, *, folder: Path, environment: Mapping[str, str]) -> Config:
    """Return the configuration of `file`, or of the nearest guardian.toml from `folder` upwards. Raises ConfigError."""
    named = file or (Path(environment["GUARDIAN_CONFIG"]) if environment.get("GUARDIAN_CONFIG") else None)
    path = (named or find_config_file(folder)).absolute()
    config = parse_config(
        read_config_file(path),
        file=path,
        environment=environment,
        read_file=lambda secret: secret.read_text(encoding="utf-8"),
    )
    if config.drift.ignore:
        from guardian.drift.ignore import refuse_unknown_kinds  # noqa: PLC0415 - the hooks need no schema

        refuse_unknown_kinds(config.drift.ignore, file=str(path))
    return config


def find_target(config: Config, name: str) -> Target:
    """Return the target. Raises UsageError that names those there are, ConfigError for a protected one's twin."""
    from guardian.app.twin import refuse_twin  # noqa: PLC0415 - the hooks load no database driver

    for target in config.targets:
        if target.name == name:
            refuse_twin(config, target)
            return target
    known = ", ".join(target.name for target in config.targets) or "none"
    raise UsageError(f'there is no target "{name}" in {config.file}; targets there: {known}')


def load_migrations(config: Config) -> MigrationSet:
    """Return the migrations directory's set. Raises GuardianError for an unreadable or ambiguous one."""
    refuse_unfinished(config.migrations_dir)
    return MigrationSet.from_files(read_migration_files(config.migrations_dir))
