"""How bad a change is, as one table: by kind and attribute, and for whole objects by kind."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from guardian.drift.exposure import gives_power, opens_to_everybody
from guardian.schema.diff import Change, ChangeKind, is_comment
from guardian.schema.model import Constraint, Function, Kind, Language, View


class Severity(enum.StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return list(Severity).index(self)


_REMOVED: Mapping[Kind, Severity] = {
    Kind.DEFAULT_PRIVILEGES: Severity.MEDIUM,
    Kind.TABLE: Severity.CRITICAL,
    Kind.COLUMN: Severity.CRITICAL,
    Kind.POLICY: Severity.CRITICAL,
    Kind.INDEX: Severity.MEDIUM,
}
_ADDED: Mapping[Kind, Severity] = {Kind.INDEX: Severity.MEDIUM, Kind.FUNCTION: Severity.MEDIUM}

# No statement changes these of a database that is there.
_FIXED = ("encoding", "locale_provider", "collate", "ctype", "locale", "icu_rules")

_ATTRIBUTES: Mapping[tuple[Kind, str], Severity] = {
    **{(Kind.DATABASE, name): Severity.INFO for name in _FIXED},
    (Kind.DATABASE, "connection_limit"): Severity.MEDIUM,
    (Kind.DATABASE, "template"): Severity.LOW,
    (Kind.DATABASE, "tablespace"): Severity.LOW,
    (Kind.DATABASE, "settings"): Severity.MEDIUM,
    (Kind.DATABASE, "role_settings"): Severity.MEDIUM,
    (Kind.ROLE, "connection_limit"): Severity.LOW,
    (Kind.ROLE, "settings"): Severity.MEDIUM,
    (Kind.EXTENSION, "configuration"): Severity.LOW,
    (Kind.EXTENSION, "version"): Severity.MEDIUM,
    (Kind.PUBLICATION, "generated_columns"): Severity.MEDIUM,
    (Kind.SUBSCRIPTION, "streaming"): Severity.LOW,
    (Kind.SUBSCRIPTION, "binary"): Severity.LOW,
    (Kind.TABLE, "options"): Severity.LOW,
    (Kind.TABLE, "tablespace"): Severity.LOW,
    (Kind.TABLE, "access_method"): Severity.LOW,
    (Kind.TABLE, "cluster_index"): Severity.LOW,
    (Kind.TABLE, "replica_identity"): Severity.MEDIUM,
    (Kind.TABLE, "replica_index"): Severity.MEDIUM,
    (Kind.COLUMN, "default"): Severity.MEDIUM,
    (Kind.COLUMN, "identity_options"): Severity.MEDIUM,
    (Kind.COLUMN, "identity_start"): Severity.INFO,
    (Kind.COLUMN, "position"): Severity.INFO,
    (Kind.COLUMN, "storage"): Severity.LOW,
    (Kind.COLUMN, "compression"): Severity.LOW,
    (Kind.COLUMN, "statistics"): Severity.LOW,
    (Kind.COLUMN, "options"): Severity.LOW,
    (Kind.CONSTRAINT, "options"): Severity.LOW,
    (Kind.INDEX, "tablespace"): Severity.LOW,
    (Kind.INDEX, "statistics"): Severity.LOW,
    (Kind.SEQUENCE, "start"): Severity.LOW,
    (Kind.SEQUENCE, "cache"): Severity.LOW,
    (Kind.DOMAIN, "default"): Severity.MEDIUM,
    (Kind.DOMAIN, "not_null_name"): Severity.LOW,
    (Kind.BASE_TYPE, "default"): Severity.MEDIUM,
    (Kind.BASE_TYPE, "storage"): Severity.LOW,
    (Kind.BASE_TYPE, "analyze"): Severity.LOW,
    (Kind.RANGE, "difference"): Severity.LOW,
    (Kind.OPERATOR, "restrict"): Severity.LOW,
    (Kind.OPERATOR, "join"): Severity.LOW,
    (Kind.OPERATOR, "merges"): Severity.MEDIUM,
    (Kind.OPERATOR, "hashes"): Severity.MEDIUM,
    (Kind.OPERATOR, "commutator"): Severity.MEDIUM,
    (Kind.OPERATOR, "negator"): Severity.MEDIUM,
}
_ALTERED: Mapping[Kind, Severity] = {
    Kind.INDEX: Severity.MEDIUM,
    Kind.FUNCTION: Severity.MEDIUM,
    Kind.TEXT_SEARCH_DICTIONARY: Severity.MEDIUM,
    Kind.TEXT_SEARCH_CONFIGURATION: Severity.MEDIUM,
}


def severity_of(change: Change) -> Severity:
    """Return the severity of a change from the expected to the live schema: that of its worst attribute."""
    if _opens_a_door(change) or opens_to_everybody(change) or gives_power(change):
        return Severity.CRITICAL
    if change.change is ChangeKind.ALTERED:
        found = [_of_attribute(change.kind, name) for name in change.attributes]
        return min(found, key=lambda severity: severity.rank)
    whole = change.new or change.old
    if isinstance(whole, Constraint) and whole.type == "not_null":
        return Severity.LOW  # only the name: that the column is NOT NULL is an attribute of the column
    table = _ADDED if change.change is ChangeKind.ADDED else _REMOVED
    return table.get(change.kind, Severity.HIGH)


def _of_attribute(kind: Kind, name: str) -> Severity:
    attribute = name.partition(".")[0]  # of a list of items, that of the list
    if is_comment(attribute):
        return Severity.LOW
    if attribute in {"owner", "privileges"}:
        return Severity.HIGH
    return _ATTRIBUTES.get((kind, attribute), _ALTERED.get(kind, Severity.HIGH))


def _opens_a_door(change: Change) -> bool:
    """Return whether somebody may now read or do what they could not: row security, rights of the owner."""
    if isinstance(change.new, Function) and (change.new.security_definer or "security_definer" in change.attributes):
        return change.change is ChangeKind.ADDED or bool(change.attributes.keys() - {"comment"})
    if isinstance(change.new, View) and _is_invoker(change.attributes.get("options", ((), ()))[0]):
        return not _is_invoker(change.new.options)
    if isinstance(change.new, Language) and change.new.trusted:
        return change.change is ChangeKind.ADDED or "trusted" in change.attributes
    return any(
        change.attributes.get(name, (None, None)) == (True, False) for name in ("row_security", "force_row_security")
    )


def _is_invoker(options: Any) -> bool:  # noqa: ANN401
    return any(option in {"security_invoker=true", "security_invoker=on", "security_invoker=1"} for option in options)
