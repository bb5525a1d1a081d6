"""The SQL that carries a comparison out; a file of its own for each kind.

Nothing else in guardian makes DDL text.
"""

from __future__ import annotations

from guardian.schema.ddl.plan import ddl_by_change, ddl_for_change, ddl_for_changes, render_ddl
from guardian.schema.ddl.statement import Hazard, Impossible, Script, Statement

__all__ = [
    "Hazard",
    "Impossible",
    "Script",
    "Statement",
    "ddl_by_change",
    "ddl_for_change",
    "ddl_for_changes",
    "render_ddl",
]
