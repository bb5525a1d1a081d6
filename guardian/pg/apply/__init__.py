"""Runs a plan's files: an ordinary one in one transaction, any other statement by statement."""

from __future__ import annotations

from guardian.pg.apply.failure import EscapedTransaction, FileFailedError, Stopped
from guardian.pg.apply.plan import apply_plan, check_files
from guardian.pg.apply.runner import Runner

__all__ = ["EscapedTransaction", "FileFailedError", "Runner", "Stopped", "apply_plan", "check_files"]
