"""Compare two schemas; where only printed texts differ, let one server decide."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guardian.app.schema_source import Source, open_schema, refuse_unknown_schemas
from guardian.config import Config
from guardian.config.model import IgnoreRule
from guardian.drift.ignore import is_ignored
from guardian.errors import ConfigError, GuardianError
from guardian.pg.reprint import reprint_both
from guardian.report.diff import DiffReport
from guardian.schema.diff import EVERYTHING, Change, Scope, diff, settled, suggest_renames, undecided
from guardian.schema.model import Key, Kind

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which changes are shown: of the kinds in `only` (None for all) but not in `without`, and named by no rule."""

    only: frozenset[Kind] | None = None
    without: frozenset[Kind] = frozenset()
    rules: tuple[IgnoreRule, ...] = ()

    def takes(self, kind: Kind) -> bool:
        return kind not in self.without and (self.only is None or kind in self.only)


def compare_schemas(
    a: str,
    b: str,
    *,
    schemas: Sequence[str],
    config: Callable[[], Config],
    scope: Scope = EVERYTHING,
    selection: Selection | None = None,
) -> DiffReport:
    """Return the changes that turn A into B, each a source as open_schema takes them.

    Where one is replayed and the other is not, only structure is compared: see Scope.of_structure.
    """
    chosen = selection or Selection()
    with (
        open_schema(a, schemas=schemas, config=config) as old,
        open_schema(b, schemas=schemas, config=config) as new,
    ):
        refuse_unknown_schemas(schemas, old.snapshot, new.snapshot)
        structure_only = old.replayed != new.replayed
        scope = scope.of_structure() if structure_only else scope
        found = diff(old.snapshot, new.snapshot, scope=scope)
        renames = suggest_renames(found, old.snapshot, new.snapshot, scope=scope)
        wanted = tuple(change for change in found if chosen.takes(change.kind))
        kept = tuple(change for change in wanted if not is_ignored(change, chosen.rules))
        shown = settle(kept, old, new, server_url=_scratch_url(config))
        keys = {change.key for change in shown}
        return DiffReport(
            old=old.snapshot,
            new=new.snapshot,
            changes=shown,
            suggestions=tuple(found for found in renames if Key(found.kind, found.new) in keys),
            other_kinds=len(found) - len(wanted),
            ignored=len(wanted) - len(kept),
            structure_only=structure_only,
        )


def settle(changes: tuple[Change, ...], old: Source, new: Source, *, server_url: str | None) -> tuple[Change, ...]:
    """Return the changes without texts that only look different.

    Where no server can be asked, as for a snapshot file, or it cannot be done, a text that differs stays a difference.
    """
    if not undecided(changes) or old.connection is None or new.connection is None:
        return changes
    try:
        one, other = reprint_both(
            (old.connection, old.version_table),
            (new.connection, new.version_table),
            schemas=sorted({*old.snapshot.schemas, *new.snapshot.schemas}),
            server_url=server_url,
        )
    except GuardianError as fault:
        logger.warning("texts that may mean the same are told as differences: %s", fault)
        return changes
    return tuple(settled(changes, one, other))


def _scratch_url(config: Callable[[], Config]) -> str | None:
    try:
        url = config().scratch.url
    except ConfigError:
        return None
    return url.reveal() if url else None
