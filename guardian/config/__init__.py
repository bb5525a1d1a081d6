"""The configuration: takes text and environment, opens nothing."""

from __future__ import annotations

from guardian.config.model import Config, Git, IfExists, Lint, Naming, NumberStyle, Role, Target, Telegram
from guardian.config.numbering import parse_numbering
from guardian.config.parse import parse_config, parse_lint
from guardian.config.secret import Secret

__all__ = [
    "Config",
    "Git",
    "IfExists",
    "Lint",
    "Naming",
    "NumberStyle",
    "Role",
    "Secret",
    "Target",
    "Telegram",
    "parse_config",
    "parse_lint",
    "parse_numbering",
]
