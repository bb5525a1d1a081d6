"""The whole story on the embedded PostgreSQL, told with the real commands."""

from __future__ import annotations
