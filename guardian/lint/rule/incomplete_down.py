from __future__ import annotations

from collections.abc import Iterator, Sequence

from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.lint.thing import Step, Thing, Verb, apply, steps
from guardian.sqltext.source import Part, Source

# What runs text or code that the rule does not read: then nobody knows what is made or dropped.
_OPAQUE = {"do_stmt", "call_stmt"}
# A down file of nothing but these says that there is nothing to undo, or why it cannot be done.
_SAYING = {"select_stmt", "do_stmt", "variable_set_stmt", "transaction_stmt"}
# A CASCADE takes such with it without naming them.
_DEPENDING = {"view", "materialized view", "trigger", "policy", "function", "constraint", "index", "column", "rule"}


def _find(page: Page) -> Iterator[Finding]:
    if page.up or page.pair is None or not any(part.kind not in _SAYING for part in page.parts):
        return
    ups = list(steps(page.pair.parts))
    yield from _left(page, ups)
    yield from _foreign(page, page.pair, ups)
    yield from _made_again(page, ups)


def _left(page: Page, ups: Sequence[Step]) -> Iterator[Finding]:
    """Find what the up file makes, and is still there after the down file."""
    if _opaque(page.source):
        return
    made = _net(ups)
    guarded = {step.thing for step in ups if step.verb is Verb.MAKE and (step.guarded or step.replaces)}
    left, cascades = made, []
    for step in steps(page.parts):
        left = apply(left, step) if step.verb is not Verb.MAKE else left
        cascades += [step.thing] if step.cascade else []
    for thing in sorted(left, key=str):
        # Not the thing of a thing that is left itself: one sentence is enough.
        part_of_left = any(thing is not other and thing.goes_with(other) for other in left)
        unseen = thing.kind in _DEPENDING and any(dropped.kind != "index" for dropped in cascades)
        if part_of_left or unseen or _goes_with_any(thing, page) or _was_there(page, thing, guarded):
            continue
        yield Finding(
            start=page.parts[0].start,
            message=f"the up file makes {thing}, and this file does not drop it; the next up fails or passes it over",
            remedy=f"drop the {thing.kind} here, or say why it stays: -- guardian: allow incomplete-down because ...",
        )


def _net(ups: Sequence[Step]) -> set[Thing]:
    """Return what the up file made and did not drop itself."""
    there: set[Thing] = set()
    for step in ups:
        there = apply(there, step)
    return there


def _goes_with_any(thing: Thing, page: Page) -> bool:
    return any(step.verb is Verb.DROP and thing.goes_with(step.thing) for step in steps(page.parts))


def _was_there(page: Page, thing: Thing, guarded: set[Thing]) -> bool:
    """Say whether an earlier migration made what this one makes IF NOT EXISTS: then it is not for this one to drop."""
    if not any(thing.is_the(other) for other in guarded):
        return False
    return page.surroundings.existed(thing, page.version) is not False


def _foreign(page: Page, up: Source, ups: Sequence[Step]) -> Iterator[Finding]:
    """Find what the down file drops, though the up file never made it."""
    if _opaque(up):
        return
    own = {step.thing for step in ups if step.verb is Verb.MAKE} | {step.to for step in ups if step.to}
    touched = {step.thing.table for step in ups} | {part.node.relation.relname for part in up.parts if _on_table(part)}
    downs = list(steps(page.parts))
    renamed = {step.to for step in downs if step.to}
    for position, step in enumerate(downs):
        thing = step.thing
        again = any(later.verb is Verb.MAKE and thing.is_the(later.thing) for later in downs[position:])
        if step.verb is not Verb.DROP or again or any(thing.is_the(other) for other in renamed):
            continue
        if not any(thing.is_the(other) or thing.goes_with(other) for other in own):
            # The server gives names to constraints, indexes and sequences that have none in the text.
            if thing.kind in {"constraint", "index", "sequence"} and _may_be_unnamed(thing, touched):
                continue
            yield _foreign_finding(page, thing, "which the up file does not make")
        elif _older(page, thing, ups):
            yield _foreign_finding(
                page, thing, "which was there before the up file: that passes it over or replaces it"
            )


def _foreign_finding(page: Page, thing: Thing, why: str) -> Finding:
    part = next(p for p in page.parts if any(s.verb is Verb.DROP and s.thing == thing for s in steps((p,))))
    return Finding(
        start=page.source.name_offset(part, thing.name),
        message=f"drops {thing}, {why}",
        remedy="drop only what the up file of the same version made",
    )


def _older(page: Page, thing: Thing, ups: Sequence[Step]) -> bool:
    makes = [s for s in ups if s.verb is Verb.MAKE and thing.is_the(s.thing)]
    gone = any(s.verb is Verb.DROP and thing.is_the(s.thing) for s in ups)
    if gone or not makes or not all(s.guarded or s.replaces for s in makes):
        return False
    return page.surroundings.existed(thing, page.version) is True


def _on_table(part: Part) -> bool:
    return part.kind in {"create_stmt", "alter_table_stmt", "index_stmt"}


def _may_be_unnamed(thing: Thing, touched: set[str]) -> bool:
    return thing.table in touched if thing.table else any(name and thing.name.startswith(name) for name in touched)


def _made_again(page: Page, ups: Sequence[Step]) -> Iterator[Finding]:
    """Find what both files make: the down file is a copy of the up file, or its DROP is missing."""
    dropped: list[Thing] = []
    own = [s.thing for s in ups if s.verb is Verb.MAKE and not s.replaces]
    gone = [s.thing for s in ups if s.verb is Verb.DROP]
    for part in page.parts:
        for step in steps((part,)):
            thing = step.thing
            dropped += [thing] if step.verb is not Verb.MAKE else []
            free = step.replaces or any(thing.is_the(o) or thing.goes_with(o) for o in (*dropped, *gone))
            if step.verb is Verb.MAKE and not free and any(thing.is_the(other) for other in own):
                yield Finding(
                    start=page.source.name_offset(part, thing.name),
                    message=f"makes {thing}, as the up file does",
                    remedy="undo here what the up file does; this may be a copy of it",
                )


def _opaque(source: Source) -> bool:
    return any(part.kind in _OPAQUE for part in source.parts)


RULE = Rule(
    name="incomplete-down",
    why="A down file that leaves something behind, or takes something else along, makes going back a gamble.",
    bad=Example(
        up="CREATE TABLE orders (id int);\nCREATE TABLE order_items (order_id int);", down="DROP TABLE orders;"
    ),
    good=Example(
        up="CREATE TABLE orders (id int);\nCREATE TABLE order_items (order_id int);",
        down="DROP TABLE order_items;\nDROP TABLE orders;",
    ),
    at=(1, 1),
    find=_find,
    in_down=True,
    notes="Looked at are tables, columns, indexes, constraints, functions, types, policies, triggers, rules, "
    "views, sequences "
    "and schemas. What goes along with what is dropped is dropped too. What the up file makes IF NOT EXISTS or OR "
    "REPLACE "
    "and an earlier migration made before is not for this one to drop. A down file of comments and SELECTs alone says "
    "that there is no way back, and is left alone; so is a file whose DO blocks nobody can read.",
)
