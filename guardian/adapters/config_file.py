"""Finds and reads guardian.toml."""

from __future__ import annotations

from pathlib import Path

from guardian.errors import ConfigError

CONFIG_NAME = "guardian.toml"


def find_config_file(start: Path) -> Path:
    """Return the nearest guardian.toml, from this folder upwards. Raises ConfigError where there is none."""
    for folder in (start, *start.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
    raise ConfigError(
        f"there is no {CONFIG_NAME} in {start} or a folder above it; run guardian init, or give --config FILE"
    )


def read_config_file(file: Path) -> str:
    """Return the text. Raises ConfigError where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as fault:
        raise ConfigError(
            f"cannot be read: {fault.strerror}; check --config and the file's rights", file=str(file)
        ) from None
    except UnicodeDecodeError:
        raise ConfigError("is not UTF-8 text; save it as UTF-8", file=str(file)) from None
