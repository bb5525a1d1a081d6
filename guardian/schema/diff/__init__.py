"""What differs between two snapshots; a file of its own for each kind that needs a rule of its own."""

from __future__ import annotations

from guardian.schema.diff.change import Change, ChangeKind
from guardian.schema.diff.compare import covering, diff, uncovered, whole_diff
from guardian.schema.diff.item import privilege_path
from guardian.schema.diff.printed import settled, undecided
from guardian.schema.diff.rename import Rename, suggest_renames
from guardian.schema.diff.scope import EVERYTHING, STRUCTURE, Scope, is_comment

__all__ = [
    "EVERYTHING",
    "STRUCTURE",
    "Change",
    "ChangeKind",
    "Rename",
    "Scope",
    "covering",
    "diff",
    "is_comment",
    "privilege_path",
    "settled",
    "suggest_renames",
    "uncovered",
    "undecided",
    "whole_diff",
]
