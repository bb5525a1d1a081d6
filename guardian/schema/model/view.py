from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from guardian.schema.model.base import Kind, SchemaObject

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class View(SchemaObject):
    """A view or materialized view; whether it is populated is no part of the schema.

    `columns` are "name type", in order: what the definition yields, needed to know whether it can be replaced in place.
    `column_settings` are what ALTER and COMMENT gave to columns, as ("a default", "1"), and `column_privileges` what
    was granted on them, as ("a role SELECT", "granted").
    """

    kind: ClassVar[Kind] = Kind.VIEW
    identity: ClassVar[tuple[str, ...]] = ("schema", "view")
    derived: ClassVar[frozenset[str]] = frozenset({"columns"})
    itemised: ClassVar[frozenset[str]] = SchemaObject.itemised | {"column_settings", "column_privileges"}

    schema: str
    view: str
    materialized: bool
    definition: str
    options: tuple[str, ...]
    columns: tuple[str, ...]
    column_settings: tuple[tuple[str, str], ...] = ()
    column_privileges: tuple[tuple[str, str], ...] = ()
    access_method: str | None = None  # None for heap
    tablespace: str | None = None
    persistence: str = "permanent"
    cluster_index: str | None = None

    def with_roles(self, renamed: Callable[[str], str]) -> Self:
        columns = sorted((_unquoted(column) for column in self.columns), key=len, reverse=True)
        items = {(_with_role(name, columns, renamed), state) for name, state in self.column_privileges}
        found = SchemaObject.with_roles(self, renamed)  # super() does not know the class that slots=True makes
        return replace(found, column_privileges=tuple(sorted(items)))


def _with_role(name: str, columns: Iterable[str], renamed: Callable[[str], str]) -> str:
    """Return "column role PRIVILEGE" with another role; both names may have spaces in them."""
    whole, _, privilege = name.rpartition(" ")
    column = next((column for column in columns if whole.startswith(f"{column} ")), whole.partition(" ")[0])
    return f"{column} {renamed(whole[len(column) + 1 :])} {privilege}"


def _unquoted(column: str) -> str:
    """Return the name of a column out of "name type"."""
    quoted = _QUOTED.match(column)
    return quoted[1].replace('""', '"') if quoted else column.partition(" ")[0]
