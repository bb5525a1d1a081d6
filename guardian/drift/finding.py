"""A change judged: how bad it is, what it is called, and the SQL both ways."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from guardian.config.model import IgnoreRule
from guardian.drift.ignore import is_ignored
from guardian.drift.sentence import render_sentence
from guardian.drift.severity import Severity, severity_of
from guardian.schema.codec import canonical
from guardian.schema.ddl import ddl_by_change
from guardian.schema.diff import STRUCTURE, Change, ChangeKind, diff
from guardian.schema.model import Kind, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One way in which a target's live schema is not the expected one.

    `attributes` maps names to (expected, live). `adopt_sql` turns the expected schema into the live one, for the next
    migration; `revert_sql` turns the live one back. Either may be only a comment that says why there is no such SQL.
    `who` and `when` come from the target's journal, `acknowledged` is the reason that somebody gave for leaving it so.
    """

    id: str
    kind: Kind
    name: str
    change: ChangeKind
    severity: Severity
    attributes: Mapping[str, tuple[Any, Any]] = field(hash=False)
    sentence: str
    adopt_sql: str
    revert_sql: str
    who: str | None = None
    when: datetime | None = None
    acknowledged: str | None = None


Settle = Callable[[tuple[Change, ...]], tuple[Change, ...]]


def judge(
    target: str,
    expected: Snapshot,
    live: Snapshot,
    ignore: Sequence[IgnoreRule] = (),
    *,
    settle: Settle = lambda changes: changes,
) -> tuple[Finding, ...]:
    """Return what differs on the target and is not ignored, the worst first, then by kind and name.

    `settle` returns the changes without texts that mean the same, which takes a server to know.
    """
    found = diff(expected, live, scope=STRUCTURE)
    changes = settle(tuple(change for change in found if not is_ignored(change, ignore)))
    if not changes:
        return ()
    adopt, revert = ddl_by_change(expected, live, scope=STRUCTURE), ddl_by_change(live, expected, scope=STRUCTURE)
    findings = [
        Finding(
            id=_id(target, change, live),
            kind=change.kind,
            name=change.name,
            change=change.change,
            severity=severity_of(change),
            attributes=change.attributes,
            sentence=render_sentence(change, target, live),
            adopt_sql=adopt[change.key].sql,
            revert_sql=revert[change.key].sql,
        )
        for change in changes
    ]
    # The sort is stable: within a severity the order of the changes stays.
    return tuple(sorted(findings, key=lambda finding: finding.severity.rank))


def is_drifted(findings: Iterable[Finding]) -> bool:
    """Return whether the target has drifted: something above `info` that nobody has acknowledged.

    Findings of severity `info`, such as another order of columns, are listed, but no statement could take them back.
    """
    return any(found.severity is not Severity.INFO and found.acknowledged is None for found in findings)


def _id(target: str, change: Change, live: Snapshot) -> str:
    """Return eight hexadecimal digits that stay while the difference stays, and change when the live side does."""
    value: Any
    if change.change is ChangeKind.ALTERED:
        value = {name: new for name, (_, new) in change.attributes.items()}
    elif change.new is not None:
        value = [canonical(change.new), *(canonical(part) for part in live.parts.get(change.key, ()))]
    else:
        value = None
    text = json.dumps([target, change.kind, change.name, change.change, value], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
