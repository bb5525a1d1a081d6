"""Which changes are no drift because the configuration says so."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from guardian.config.model import IgnoreRule
from guardian.schema.diff import Change


def is_ignored(change: Change, rules: Iterable[IgnoreRule]) -> bool:
    """Return whether a rule names the change: its kind and name both match, case-sensitively, as globs.

    A rule for a table also covers its parts: what `public.tmp_*` names does not come back as its columns.
    """
    return any(_matches(change, rule) for rule in rules)


def _matches(change: Change, rule: IgnoreRule) -> bool:
    if fnmatchcase(change.kind, rule.kind) and fnmatchcase(change.name, rule.pattern):
        return True
    parent = change.parent
    return parent is not None and fnmatchcase(parent.kind, rule.kind) and fnmatchcase(parent.name, rule.pattern)
