from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.sqltext.source import Node, Part, Source, choice, walk

_OPAQUE = {"do_stmt", "call_stmt"}
# Columns that any table has say nothing about two tables.
_EVERYWHERE = frozenset(
    """
    id uuid name title created_at updated_at deleted_at created_by updated_by description status type kind version
    metadata
    """.split()
)
_STRUCTURE = {"AT_AddColumn", "AT_DropColumn", "AT_AlterColumnType"}
_BASELINE = re.compile(r"baseline|init|initial|schema|squash|seed|bootstrap|setup", re.IGNORECASE)
_SHORTEST_WORD = 3


@dataclass(slots=True)
class _Subject:
    """A table that the file makes or changes, and what ties it to others."""

    name: str
    start: int
    words: set[str]
    ties: set[str] = field(default_factory=set)


def _find(page: Page) -> Iterator[Finding]:
    # The first migration, and one called so, is a whole schema.
    if not page.up or page.version <= page.surroundings.first or _BASELINE.search(page.title):
        return
    if any(part.kind in _OPAQUE for part in page.parts):
        return
    subjects = _subjects(page.source)
    if len(subjects) < 2:  # noqa: PLR2004 - two can be unrelated
        return
    # By name and column first: that settles nearly all files, and reads no tree.
    groups = _groups(list(subjects.values()), [])
    if len(groups) > 1:
        _add_types_and_keys(page.source, subjects)
        groups = _groups(list(subjects.values()), _mentions(page.source, set(subjects)))
    if len(groups) > 1:
        first, second = groups[0][0], groups[1][0]
        yield Finding(
            start=second.start,
            message=f"changes {second.name}, which nothing in the file ties to {first.name}",
            remedy="one logical change for a migration: put it into one of its own",
        )


def _subjects(source: Source) -> dict[str, _Subject]:
    found: dict[str, _Subject] = {}
    for part in source.parts:
        if part.kind == "create_stmt" and part.node.relation.relpersistence != "t":
            subject = _subject(source, part, found)
            for item in part.node.table_elts:
                subject.ties |= _column_ties(item.column_def)
        elif part.kind == "alter_table_stmt" and choice(part.node, "objtype") == "OBJECT_TABLE":
            commands = [item.alter_table_cmd for item in part.node.cmds]
            if any(choice(command, "subtype") in _STRUCTURE for command in commands):
                subject = _subject(source, part, found)
                for command in commands:
                    # The same column added to many tables is one change.
                    column = getattr(command, "def").column_def.colname or command.name
                    subject.ties |= {f"column {column}"} if column else set()
    return found


def _add_types_and_keys(source: Source, subjects: dict[str, _Subject]) -> None:
    for part in source.parts:
        name = part.node.relation.relname if part.kind in {"create_stmt", "alter_table_stmt"} else ""
        if name in subjects:
            subjects[name].ties |= _types_and_keys(part.node)


def _subject(source: Source, part: Part, found: dict[str, _Subject]) -> _Subject:
    table = part.node.relation
    first, *rest = table.relname.lower().split("_")
    # A first word is often a module, and may be short: hr_employees, hr_payroll.
    words = {_stem(word) for word in (*rest, "" if rest else first) if len(word) >= _SHORTEST_WORD}
    words |= {_stem(first)} if rest and len(first) > 1 else set()
    start = source.offset(table.location)
    subject = found.setdefault(table.relname, _Subject(table.relname, start, words))
    subject.ties.add(f"table {table.relname}")
    if table.schemaname not in {"", "public"}:
        subject.ties.add(f"schema {table.schemaname}")
    return subject


def _stem(word: str) -> str:
    return word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")


def _column_ties(column: Node) -> set[str]:
    return {f"column {column.colname}"} if column.colname and column.colname not in _EVERYWHERE else set()


def _types_and_keys(node: Node) -> set[str]:
    """Return the tables that its foreign keys lead to, its parents, and its types that are not the server's own."""
    ties: set[str] = set()
    for found in walk(node):
        if found.DESCRIPTOR.name == "RangeVar":
            ties.add(f"table {found.relname}")
        elif found.DESCRIPTOR.name == "TypeName" and len(found.names) == 1:
            name = found.names[0].string.sval
            ties |= set() if name in _USUAL_TYPES else {f"type {name}"}
    return ties


_USUAL_TYPES = frozenset(
    """
    text uuid json jsonb date bytea citext serial bigserial smallserial money inet cidr macaddr xml tsvector
    vector hstore name oid point int4range tstzrange daterange geometry geography timestamptz float8 int8 int4
    bool
    """.split()
)


def _mentions(source: Source, names: set[str]) -> list[set[str]]:
    """Return the subjects that other statements name together: a view, a function, an INSERT ... SELECT."""
    found = []
    for part in source.parts:
        if part.kind not in {"create_stmt", "alter_table_stmt", "grant_stmt", "comment_stmt", "truncate_stmt"}:
            words = set(re.findall(r"\w+", source.text[part.start : part.end].lower()))
            found.append({name for name in names if name.lower() in words})
    return [mentioned for mentioned in found if len(mentioned) > 1]


def _groups(subjects: list[_Subject], mentions: list[set[str]]) -> list[list[_Subject]]:
    groups: list[list[_Subject]] = []
    for subject in subjects:
        tied = [group for group in groups if any(_tied(subject, other, mentions) for other in group)]
        groups = [group for group in groups if group not in tied]
        groups.append([*(other for group in tied for other in group), subject])
    return sorted(groups, key=lambda group: group[0].start)


def _tied(one: _Subject, other: _Subject, mentions: list[set[str]]) -> bool:
    together = any({one.name, other.name} <= mentioned for mentioned in mentions)
    return bool(one.ties & other.ties or one.words & other.words or together)


RULE = Rule(
    name="unrelated-changes",
    why="Two changes in one migration go to production together and come back together, though only one may be wrong.",
    bad=Example(
        up="CREATE TABLE invoices (id int, paid_on date);\nALTER TABLE users ADD COLUMN nickname text;",
        down="ALTER TABLE users DROP COLUMN nickname;\nDROP TABLE invoices;",
        before="CREATE TABLE users (id int);",
    ),
    good=Example(
        up="CREATE TABLE invoices (id int, paid_on date);\n"
        "CREATE TABLE invoice_lines (invoice_id int, amount numeric);",
        down="DROP TABLE invoice_lines;\nDROP TABLE invoices;",
    ),
    at=(2, 13),
    find=_find,
    notes="Two tables are related when one refers to the other or both to a third, when their names share a word, "
    "when a "
    "column (other than id, name and the like) or a type of the migration is common to both, when they are in a "
    "schema other "
    "than public, or when a view, function, trigger or other statement names both. Only CREATE TABLE and ALTER "
    "TABLE that "
    "adds, drops or retypes a column count. The first migration, and one with baseline, init, schema, seed or "
    "setup in its "
    "title, is a whole schema and is left alone.",
)
