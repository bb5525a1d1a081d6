"""Which changes are no drift because the configuration says so."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from fnmatch import fnmatchcase

from guardian.config.model import IgnoreRule
from guardian.errors import ConfigError
from guardian.names import printable
from guardian.schema.diff import Change
from guardian.schema.model import Kind


def is_ignored(change: Change, rules: Iterable[IgnoreRule]) -> bool:
    """Return whether a rule names the change: its kind and name both match, case-sensitively, as globs.

    A rule for a table also covers its parts: what `public.tmp_*` names does not come back as its columns.
    """
    return any(_matches(change, rule) for rule in rules)


def refuse_unknown_kinds(rules: Iterable[IgnoreRule], *, file: str | None) -> None:
    """Raise ConfigError for a rule whose kind is none, and matches none as a glob: it would never ignore anything."""
    for rule in rules:
        if not any(fnmatchcase(kind, rule.kind) for kind in Kind):
            near = difflib.get_close_matches(rule.kind, list(Kind), n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"the kinds are {', '.join(Kind)}"
            problem = printable(f'there is no kind of object "{rule.kind}"; {hint}')
            raise ConfigError(problem, file=file, section="drift.ignore", key="kind")


def _matches(change: Change, rule: IgnoreRule) -> bool:
    if fnmatchcase(change.kind, rule.kind) and fnmatchcase(change.name, rule.pattern):
        return True
    parent = change.parent
    return parent is not None and fnmatchcase(parent.kind, rule.kind) and fnmatchcase(parent.name, rule.pattern)
