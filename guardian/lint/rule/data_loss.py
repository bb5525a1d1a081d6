from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import postgast

from guardian.lint.page import Page
from guardian.lint.rule.narrowing import narrowed
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.lint.thing import KINDS, Thing, Verb, dropped_thing, relation, steps
from guardian.sqltext.block import read_block
from guardian.sqltext.source import Node, Part, choice, read_source, walk

_REMEDY = "keep it until nothing needs it any more; then say so: -- guardian: allow data-loss because ..."
_HOLDING = {"table", "schema", "sequence"}
_HARMLESS = {"trigger", "policy", "rule", "constraint"}  # nothing that holds data hangs on them
_EMPTYING = {"AT_SetUnLogged": "SET UNLOGGED: the table is empty after a crash of the server"}


def _find(page: Page) -> Iterator[Finding]:
    if not page.up:
        return
    yield from _parts(page, set())


def _parts(page: Page, made: set[Thing]) -> Iterator[Finding]:
    for part in page.parts:
        judge = _JUDGES.get(part.kind)
        if judge is not None:
            yield from judge(page, part, made)
        yield from _inside(page, part, made)
        made |= {step.thing for step in steps((part,)) if step.verb is Verb.MAKE and not step.guarded}
        made |= _temporary(part)


def _block(page: Page, part: Part, made: set[Thing]) -> Iterator[Finding]:
    text, known = page.source.text[part.start : part.end], set(made)
    for inner in read_block(text):
        try:
            source = read_source(inner.sql)
        except postgast.PgQueryError:
            continue  # put together from what only the block knows
        start = max(text.find(inner.text), 0)
        for finding in _parts(replace(page, source=source), known):
            # Where the statement stands as it runs, its place is known to the letter.
            within = finding.start if start and inner.sql == inner.text else 0
            yield replace(finding, start=part.start + start + within)


def _finding(page: Page, part: Part, name: str, message: str) -> Finding:
    return Finding(start=page.source.name_offset(part, name), message=message, remedy=_REMEDY)


def _known(thing: Thing, made: set[Thing]) -> bool:
    """Say whether this very file made it: then no data of anybody is in it."""
    return any(thing.is_the(other) or thing.goes_with(other) for other in made) or any(
        thing.table == other.name and other.kind == "table" for other in made if thing.table
    )


def _temporary(part: Part) -> set[Thing]:
    node = part.node
    if part.kind == "create_stmt" and node.relation.relpersistence == "t":
        return {relation(node.relation)}
    if part.kind == "create_table_as_stmt" and node.into.rel.relpersistence == "t":
        return {relation(node.into.rel)}
    return set()


def _drop(page: Page, part: Part, made: set[Thing]) -> Iterator[Finding]:
    removed, cascade = choice(part.node, "remove_type"), choice(part.node, "behavior") == "DROP_CASCADE"
    kind = KINDS.get(removed)
    if removed == "OBJECT_EXTENSION":
        for item in part.node.objects:
            name = item.string.sval
            yield _finding(page, part, name, f"DROP EXTENSION {name}: its tables, and columns of its types, go with it")
        return
    things = [dropped_thing(kind, item) for item in part.node.objects] if kind else []
    for thing in things:
        if _known(thing, made):
            continue
        if kind in _HOLDING and removed != "OBJECT_FOREIGN_TABLE":
            yield _finding(page, part, thing.name, f"DROP {thing.kind.upper()} {thing.name}: what is in it is gone")
        elif cascade and kind not in _HARMLESS:
            yield _finding(page, part, thing.name, f"DROP {thing} CASCADE: whatever depends on it goes too, unseen")
    if kind is None and cascade:
        yield Finding(start=part.start, message="DROP ... CASCADE: whatever depends on it goes too", remedy=_REMEDY)


def _truncate(page: Page, part: Part, made: set[Thing]) -> Iterator[Finding]:
    for item in part.node.relations:
        if not _known(relation(item.range_var), made):
            start = page.source.offset(item.range_var.location)
            message = f"TRUNCATE {item.range_var.relname}: all its rows are gone"
            yield Finding(start=start, message=message, remedy=_REMEDY)


def _inside(page: Page, part: Part, made: set[Thing]) -> Iterator[Finding]:
    """Judge DELETE and UPDATE, also where they stand in a WITH of something else."""
    if part.kind not in {"delete_stmt", "update_stmt", "insert_stmt", "select_stmt", "merge_stmt"}:
        return
    if part.kind in {"delete_stmt", "update_stmt"}:
        yield from _rows(page, part.kind, part.node, made)
    if part.node.HasField("with_clause"):
        for node in walk(part.node.with_clause):
            kind = {"DeleteStmt": "delete_stmt", "UpdateStmt": "update_stmt"}.get(node.DESCRIPTOR.name)
            if kind:
                yield from _rows(page, kind, node, made)


def _rows(page: Page, kind: str, node: Node, made: set[Thing]) -> Iterator[Finding]:
    if (node.HasField("where_clause") and not _always(node.where_clause)) or _known(relation(node.relation), made):
        return
    name, start = node.relation.relname, page.source.offset(node.relation.location)
    if kind == "delete_stmt":
        yield Finding(start=start, message=f"DELETE of {name} without WHERE: all rows are gone", remedy=_REMEDY)
        return
    columns = [Thing("column", item.res_target.name, node.relation.schemaname, name) for item in node.target_list]
    # What fills a column that this file added overwrites nothing.
    if not all(any(column.is_the(other) for other in made) for column in columns):
        message = f"UPDATE {name} without WHERE: the old values of all rows are gone"
        yield Finding(start=start, message=message, remedy=_REMEDY)


def _always(where: Node) -> bool:
    """Say whether the condition is plainly true for each row: TRUE, 1 = 1, and what is made of these."""
    kind = where.WhichOneof("node")
    if kind == "a_const":
        return bool(where.a_const.boolval.boolval)
    if kind == "a_expr" and [name.string.sval for name in where.a_expr.name] == ["="]:
        left, right = _constant(where.a_expr.lexpr), _constant(where.a_expr.rexpr)
        return left is not None and left == right
    if kind == "bool_expr":
        every = choice(where.bool_expr, "boolop") == "AND_EXPR"
        return (all if every else any)(map(_always, where.bool_expr.args))
    return False


def _constant(node: Node) -> str | None:
    """Return the constant as text, None for NULL, which equals nothing, and for what is none."""
    kind = node.a_const.WhichOneof("val") if node.WhichOneof("node") == "a_const" else None
    return f"{kind} {getattr(node.a_const, kind)}" if kind else None


def _alter(page: Page, part: Part, made: set[Thing]) -> Iterator[Finding]:
    table = part.node.relation
    for item in part.node.cmds:
        command = item.alter_table_cmd
        verb, name = choice(command, "subtype"), command.name
        thing = Thing("column", name, table.schemaname, table.relname)
        if verb in _EMPTYING:
            yield Finding(start=part.start, message=_EMPTYING[verb], remedy=_REMEDY)
        elif _known(thing, made):
            continue
        elif verb == "AT_DropColumn":
            after = page.source.offset(table.location) + len(table.relname)
            start = page.source.name_offset(part, name, after=after)
            yield Finding(start=start, message=f"DROP COLUMN {name}: its values are gone", remedy=_REMEDY)
        elif verb == "AT_AlterColumnType":
            column = getattr(command, "def").column_def
            why = narrowed(thing, column, page.pair)
            if why:
                start = page.source.offset(column.type_name.location)
                yield Finding(start=start, message=f"column {name}: {why}", remedy=_REMEDY)


_Judge = Callable[[Page, Part, set[Thing]], Iterator[Finding]]


def _plain(message: str, *, name: str = "") -> _Judge:
    def judge(_page: Page, part: Part, _made: set[Thing]) -> Iterator[Finding]:
        called = getattr(part.node, name) if name else ""
        yield Finding(start=part.start, message=message.format(called), remedy=_REMEDY)

    return judge


def _merge(_page: Page, part: Part, _made: set[Thing]) -> Iterator[Finding]:
    for item in part.node.merge_when_clauses:
        clause = item.merge_when_clause
        unconditional = not clause.HasField("condition")
        without_match = choice(clause, "match_kind") == "MERGE_WHEN_NOT_MATCHED_BY_SOURCE"
        if choice(clause, "command_type") == "CMD_DELETE" and unconditional and without_match:
            yield Finding(start=part.start, message="MERGE deletes all rows without a match", remedy=_REMEDY)


_JUDGES: dict[str, _Judge] = {
    "do_stmt": _block,
    "drop_stmt": _drop,
    "truncate_stmt": _truncate,
    "alter_table_stmt": _alter,
    "merge_stmt": _merge,
    "drop_owned_stmt": _plain("DROP OWNED: everything that the role owns is gone"),
    "dropdb_stmt": _plain("DROP DATABASE {}: all of it is gone", name="dbname"),
}

RULE = Rule(
    name="data-loss",
    why="What an up file drops or overwrites in production, no down file brings back.",
    bad=Example(
        up="ALTER TABLE orders DROP COLUMN note;",
        down="ALTER TABLE orders ADD COLUMN note text;",
        before="CREATE TABLE orders (id int, note text);",
    ),
    good=Example(
        up="-- No longer written since version 12; the code goes first, the column later.\n"
        "COMMENT ON COLUMN orders.note IS 'not used any more';",
        down="COMMENT ON COLUMN orders.note IS NULL;",
        before="CREATE TABLE orders (id int, note text);",
    ),
    at=(1, 32),
    find=_find,
    notes="Found are DROP of a table, column, schema, sequence or extension, DROP ... CASCADE, DROP OWNED, "
    "TRUNCATE, DELETE "
    "and UPDATE without WHERE, SET UNLOGGED, and ALTER COLUMN TYPE where the text shows that values are cut: its USING "
    "cuts or forgets them, or the down file goes back to a wider type; in a DO block too, as far as its EXECUTE says "
    "what runs. What the same file made itself is free.",
)
