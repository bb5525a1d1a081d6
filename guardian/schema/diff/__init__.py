"""What differs between two snapshots; a file of its own for each kind that needs a rule of its own."""

from __future__ import annotations

from guardian.schema.diff.change import Change, ChangeKind
from guardian.schema.diff.compare import covering, diff, uncovered, whole_diff

__all__ = ["Change", "ChangeKind", "covering", "diff", "uncovered", "whole_diff"]
