"""The configuration: takes text and environment, opens nothing."""

from __future__ import annotations

from guardian.config.model import Config, IfExists, Lint, Role, Target, Telegram
from guardian.config.parse import parse_config, parse_lint
from guardian.config.secret import Secret

__all__ = ["Config", "IfExists", "Lint", "Role", "Secret", "Target", "Telegram", "parse_config", "parse_lint"]
