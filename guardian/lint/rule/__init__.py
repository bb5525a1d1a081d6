"""One file per rule over the SQL of migrations; guardian/lint/registry.py lists them."""

from __future__ import annotations
