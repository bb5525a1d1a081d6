"""PostgreSQL servers that guardian starts itself, from the binaries in a wheel."""

from __future__ import annotations

from guardian.pg.embedded.server import EmbeddedServer

__all__ = ["EmbeddedServer"]
