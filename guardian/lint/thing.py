"""What a statement makes, drops or renames, as far as its text says so."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from guardian.sqltext.source import Node, Part, choice

# What a thing of a name is called, by libpg_query's object type.
KINDS = {
    "OBJECT_TABLE": "table",
    "OBJECT_FOREIGN_TABLE": "table",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_INDEX": "index",
    "OBJECT_TYPE": "type",
    "OBJECT_DOMAIN": "type",
    "OBJECT_SCHEMA": "schema",
    "OBJECT_FUNCTION": "function",
    "OBJECT_PROCEDURE": "function",
    "OBJECT_ROUTINE": "function",
    "OBJECT_TRIGGER": "trigger",
    "OBJECT_POLICY": "policy",
    "OBJECT_RULE": "rule",
    "OBJECT_COLUMN": "column",
    "OBJECT_ATTRIBUTE": "column",
    "OBJECT_TABCONSTRAINT": "constraint",
}
_ON_A_TABLE = {"trigger", "policy", "rule", "column", "constraint"}


@dataclass(frozen=True, slots=True)
class Thing:
    """`table` is whose part it is, "" for what stands alone or an index.

    `arguments` are the input types of a function, None where any will do. `of` and `columns` are what an index or
    constraint goes along with when that is dropped.
    """

    kind: str
    name: str
    schema: str = ""
    table: str = ""
    arguments: tuple[str, ...] | None = None
    of: str = field(default="", compare=False)
    columns: frozenset[str] = field(default=frozenset(), compare=False)

    def __str__(self) -> str:
        # The schema and table are told where the text tells them, and function arguments never: names suffice.
        name = f"{self.schema}.{self.name}" if self.schema and not self.table else self.name
        return f"{self.kind} {name} of {self.table}" if self.table else f"{self.kind} {name}"

    def is_the(self, other: Thing) -> bool:
        """Say whether both can be one thing: what has no schema in the text may be in any."""
        return (
            (self.kind, self.name, self.table) == (other.kind, other.name, other.table)
            and (self.schema == other.schema or not (self.schema and other.schema))
            and (self.arguments is None or other.arguments is None or self.arguments == other.arguments)
        )

    def goes_with(self, dropped: Thing) -> bool:
        """Say whether it is gone when the other is dropped."""
        if dropped.kind == "schema":
            return self.schema == dropped.name
        if self.schema != dropped.schema and self.schema and dropped.schema:
            return False
        if dropped.kind in {"table", "view", "materialized view", "type"}:
            return dropped.name in {self.table, self.of}
        return dropped.kind == "column" and dropped.table in {self.table, self.of} and dropped.name in self.columns


class Verb(enum.Enum):
    MAKE = enum.auto()
    DROP = enum.auto()
    RENAME = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`guarded`: IF NOT EXISTS or IF EXISTS; `replaces`: OR REPLACE; `to` is what it is called after a RENAME."""

    verb: Verb
    thing: Thing
    guarded: bool = False
    replaces: bool = False
    cascade: bool = False
    to: Thing | None = None


def steps(parts: Iterable[Part]) -> Iterator[Step]:
    for part in parts:
        reader = _READERS.get(part.kind)
        if reader is not None:
            yield from reader(part.node)


def apply(things: set[Thing], step: Step) -> set[Thing]:
    """Return what is there after the step."""
    if step.verb is Verb.MAKE:
        return {*(thing for thing in things if not thing.is_the(step.thing)), step.thing}
    if step.verb is Verb.DROP:
        return {thing for thing in things if not (thing.is_the(step.thing) or thing.goes_with(step.thing))}
    new = step.to or step.thing
    return {renamed(thing, step.thing, new) for thing in things}


def renamed(thing: Thing, old: Thing, new: Thing) -> Thing:
    """Return the thing as it is called after `old` was renamed or moved to `new`."""
    if thing.is_the(old):
        return replace(thing, name=new.name, schema=new.schema)
    if old.kind == "table" and old.name in {thing.table, thing.of}:
        return replace(
            thing,
            table=new.name if thing.table else "",
            of=new.name if thing.of else "",
            schema=new.schema or thing.schema,
        )
    return thing


def relation(node: Node, kind: str = "table", **more: object) -> Thing:
    return Thing(kind, node.relname, node.schemaname, **more)  # type: ignore[arg-type]


def texts(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(node.string.sval for node in nodes)


def _named(kind: str, parts: tuple[str, ...], arguments: tuple[str, ...] | None = None) -> Thing:
    return Thing(kind, parts[-1], parts[-2] if len(parts) > 1 else "", arguments=arguments)


def type_name(node: Node) -> str:
    """Return the type as one word, without its schema and length: `text[]`."""
    return node.names[-1].string.sval + "[]" * bool(node.array_bounds) if node.names else ""


def _on_table(kind: str, table: Node, name: str, columns: Iterable[str] = ()) -> Thing:
    return Thing(kind, name, table.schemaname, table.relname, columns=frozenset(columns))


def _make(thing: Thing, *, guarded: bool = False, replaces: bool = False) -> Iterator[Step]:
    yield Step(verb=Verb.MAKE, thing=thing, guarded=guarded, replaces=replaces)


def _create_table(node: Node) -> Iterator[Step]:
    if node.relation.relpersistence != "t":
        yield from _make(relation(node.relation), guarded=node.if_not_exists)


def _create_foreign_table(node: Node) -> Iterator[Step]:
    yield from _create_table(node.base_stmt)


def _create_as(node: Node) -> Iterator[Step]:
    if node.into.rel.relpersistence != "t":
        kind = "materialized view" if choice(node, "objtype") == "OBJECT_MATVIEW" else "table"
        yield from _make(relation(node.into.rel, kind), guarded=node.if_not_exists)


def _select_into(node: Node) -> Iterator[Step]:
    if node.HasField("into_clause") and node.into_clause.rel.relpersistence != "t":
        yield from _make(relation(node.into_clause.rel))


def _create_view(node: Node) -> Iterator[Step]:
    if node.view.relpersistence != "t":
        yield from _make(relation(node.view, "view"), replaces=node.replace)


def _create_index(node: Node) -> Iterator[Step]:
    if node.idxname:
        columns = frozenset(item.index_elem.name for item in node.index_params if item.index_elem.name)
        table = node.relation
        thing = Thing("index", node.idxname, table.schemaname, of=table.relname, columns=columns)
        yield from _make(thing, guarded=node.if_not_exists)


def _create_function(node: Node) -> Iterator[Step]:
    modes = {"FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"}
    inputs = (item.function_parameter for item in node.parameters)
    types = tuple(type_name(p.arg_type) for p in inputs if choice(p, "mode") not in modes)
    yield from _make(_named("function", texts(node.funcname), types), replaces=node.replace)


def _create_type(node: Node) -> Iterator[Step]:
    yield from _make(_named("type", texts(node.type_name)))


def _define(node: Node) -> Iterator[Step]:
    if choice(node, "kind") == "OBJECT_TYPE":
        yield from _make(_named("type", texts(node.defnames)))


def _create_composite(node: Node) -> Iterator[Step]:
    yield from _make(relation(node.typevar, "type"))


def _create_domain(node: Node) -> Iterator[Step]:
    yield from _make(_named("type", texts(node.domainname)))


def _create_schema(node: Node) -> Iterator[Step]:
    yield from _make(Thing("schema", node.schemaname or node.authrole.rolename), guarded=node.if_not_exists)


def _create_sequence(node: Node) -> Iterator[Step]:
    if node.sequence.relpersistence != "t":
        owner = next((o.def_elem.arg.list.items for o in node.options if o.def_elem.defname == "owned_by"), ())
        of = texts(owner)[-2] if len(owner) > 1 else ""
        yield from _make(relation(node.sequence, "sequence", of=of), guarded=node.if_not_exists)


def _create_trigger(node: Node) -> Iterator[Step]:
    yield from _make(_on_table("trigger", node.relation, node.trigname), replaces=node.replace)


def _create_policy(node: Node) -> Iterator[Step]:
    yield from _make(_on_table("policy", node.table, node.policy_name))


def _create_rule(node: Node) -> Iterator[Step]:
    yield from _make(_on_table("rule", node.relation, node.rulename), replaces=node.replace)


def _alter_table(node: Node) -> Iterator[Step]:
    for item in node.cmds:
        command = item.alter_table_cmd
        verb, cascade = choice(command, "subtype"), choice(command, "behavior") == "DROP_CASCADE"
        definition = getattr(command, "def")
        if verb == "AT_AddColumn":
            column = _on_table("column", node.relation, definition.column_def.colname)
            yield from _make(column, guarded=command.missing_ok)
        elif verb == "AT_AddConstraint" and definition.constraint.conname:
            columns = texts((*definition.constraint.keys, *definition.constraint.fk_attrs))
            yield from _make(_on_table("constraint", node.relation, definition.constraint.conname, columns))
        elif verb in {"AT_DropColumn", "AT_DropConstraint"}:
            kind = "column" if verb == "AT_DropColumn" else "constraint"
            thing = _on_table(kind, node.relation, command.name)
            yield Step(verb=Verb.DROP, thing=thing, guarded=command.missing_ok, cascade=cascade)


def _drop(node: Node) -> Iterator[Step]:
    kind = KINDS.get(choice(node, "remove_type"))
    if kind is None:
        return
    cascade = choice(node, "behavior") == "DROP_CASCADE"
    for item in node.objects:
        yield Step(verb=Verb.DROP, thing=dropped_thing(kind, item), guarded=node.missing_ok, cascade=cascade)


def dropped_thing(kind: str, item: Node) -> Thing:
    which = item.WhichOneof("node")
    if which == "object_with_args":
        found = item.object_with_args
        types = None if found.args_unspecified else tuple(type_name(a.type_name) for a in found.objargs)
        return _named(kind, texts(found.objname), types)
    if which == "type_name":
        return _named(kind, texts(item.type_name.names))
    if which == "string":
        return Thing(kind, item.string.sval)
    parts = texts(item.list.items)
    if kind in _ON_A_TABLE:
        return Thing(kind, parts[-1], parts[-3] if len(parts) > 2 else "", parts[-2])  # noqa: PLR2004 - schema, table, name
    return _named(kind, parts)


def _renames(node: Node) -> Iterator[Step]:
    kind = KINDS.get(choice(node, "rename_type"))
    if kind is None:
        return
    if kind in _ON_A_TABLE:
        old = _on_table(kind, node.relation, node.subname)
    elif node.HasField("relation"):
        old = relation(node.relation, kind)
    elif kind == "schema":
        old = Thing(kind, node.subname)
    else:
        old = dropped_thing(kind, node.object)
    yield Step(verb=Verb.RENAME, thing=old, to=replace(old, name=node.newname))


def _moves(node: Node) -> Iterator[Step]:
    kind = KINDS.get(choice(node, "object_type"))
    if kind is None:
        return
    old = relation(node.relation, kind) if node.HasField("relation") else dropped_thing(kind, node.object)
    yield Step(verb=Verb.RENAME, thing=old, to=replace(old, schema=node.newschema))


_READERS = {
    "create_stmt": _create_table,
    "create_foreign_table_stmt": _create_foreign_table,
    "create_table_as_stmt": _create_as,
    "select_stmt": _select_into,
    "view_stmt": _create_view,
    "index_stmt": _create_index,
    "create_function_stmt": _create_function,
    "create_enum_stmt": _create_type,
    "create_range_stmt": _create_type,
    "composite_type_stmt": _create_composite,
    "create_domain_stmt": _create_domain,
    "define_stmt": _define,
    "create_schema_stmt": _create_schema,
    "create_seq_stmt": _create_sequence,
    "create_trig_stmt": _create_trigger,
    "create_policy_stmt": _create_policy,
    "rule_stmt": _create_rule,
    "alter_table_stmt": _alter_table,
    "drop_stmt": _drop,
    "rename_stmt": _renames,
    "alter_object_schema_stmt": _moves,
}
