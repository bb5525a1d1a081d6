"""squawk's rules: which are off here, and why; and what of its findings stands before what guardian knows."""

from __future__ import annotations

from dataclasses import dataclass

from guardian.lint.page import Page
from guardian.lint.thing import Thing, Verb, steps


@dataclass(frozen=True, slots=True, kw_only=True)
class SquawkFinding:
    """One item of squawk's report: `line` from 0, `column` from 0 in bytes."""

    rule: str
    line: int
    column: int
    message: str
    help: str


_OWN = "guardian judges it itself: "
_STYLE = "a matter of style, not of safety"
OFF: dict[str, str] = {
    "require-lock-timeout": "guardian sets lock_timeout for each file",
    "require-statement-timeout": "guardian sets statement_timeout for each file",
    "require-timeout-settings": "guardian sets the timeouts for each file",
    "syntax-error": _OWN + "syntax, by PostgreSQL's own parser",
    "ban-drop-column": _OWN + "data-loss",
    "ban-drop-table": _OWN + "data-loss",
    "ban-drop-schema": _OWN + "data-loss",
    "ban-drop-database": _OWN + "data-loss",
    "ban-drop-sequence": _OWN + "data-loss",
    "ban-drop-extension": _OWN + "data-loss",
    "ban-truncate-cascade": _OWN + "data-loss",
    "transaction-nesting": _OWN + "transaction-control",
    "ban-uncommitted-transaction": _OWN + "transaction-control",
    "ban-concurrent-index-creation-in-transaction": _OWN + "mixed-transaction; such a file runs without a transaction",
    "identifier-too-long": _OWN + "identifier-length",
    "prefer-robust-stmts": _OWN + "if-exists; a file runs whole or not at all",
    "ban-drop-view": "a view holds no data; data-loss judges CASCADE",
    "ban-drop-function": "a function holds no data; data-loss judges CASCADE",
    "ban-drop-type": "a type in use is not dropped without CASCADE, which data-loss judges",
    "ban-drop-domain": "a domain in use is not dropped without CASCADE, which data-loss judges",
    "ban-drop-index": "an index holds no data; require-concurrent-index-deletion judges the lock",
    "ban-drop-trigger": "everyday work",
    "ban-drop-policy": "everyday work, above all on Supabase",
    "ban-create-policy": "everyday work, above all on Supabase",
    "ban-alter-row-level-security": "everyday work, above all on Supabase",
    "prefer-bigint-over-int": _STYLE,
    "prefer-bigint-over-smallint": _STYLE,
    "prefer-identity": _STYLE,
    "prefer-text-field": _STYLE,
    "prefer-timestamp-tz": _STYLE,
    "ban-drop-not-null": "it locks nothing for long and loses nothing",
    "prefer-repack": "needs an extension that many platforms do not have",
    "ban-char-field": _STYLE,
    "require-enum-value-ordering": _STYLE,
    "require-table-schema": _STYLE,
    "unused-ignore": "its own comments are its own business",
}
ON = frozenset(
    """
    adding-field-with-default adding-foreign-key-constraint adding-not-nullable-field adding-required-field
    adding-serial-primary-key-field ban-alter-domain-with-add-constraint ban-create-domain-with-constraint
    changing-column-type constraint-missing-not-valid disallowed-unique-constraint renaming-column
    renaming-table require-concurrent-index-creation require-concurrent-index-deletion
    require-concurrent-partition-detach require-concurrent-reindex
    """.split()
)


def stands(finding: SquawkFinding, page: Page, start: int) -> bool:
    """Say whether the finding is one: what is locked must be there, with rows in it, before the file runs.

    squawk takes a table made IF NOT EXISTS for an old one.
    """
    if finding.rule in OFF:
        return False
    made: set[str] = set()
    for part in page.parts:
        if part.start <= start < part.end or part.start >= start:
            return not _about(part.kind, part.node, made)
        made |= {step.thing.name for step in steps((part,)) if _new_table(step.verb, step.thing)}
    return True


def _new_table(verb: Verb, thing: Thing) -> bool:
    return verb is Verb.MAKE and thing.kind in {"table", "materialized view"}


def _about(kind: str, node: object, made: set[str]) -> bool:
    if kind in {"index_stmt", "alter_table_stmt", "create_trig_stmt"}:
        return node.relation.relname in made  # type: ignore[attr-defined]
    return False
