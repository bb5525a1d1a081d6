"""The configuration: takes text and environment, opens nothing."""

from __future__ import annotations

from guardian.config.model import Config, Role, Target, Telegram
from guardian.config.parse import parse_config
from guardian.config.secret import Secret

__all__ = ["Config", "Role", "Secret", "Target", "Telegram", "parse_config"]
