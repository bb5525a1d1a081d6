"""guardian: a drift guardian for PostgreSQL teams."""

from __future__ import annotations

__version__ = "0.1.0"
