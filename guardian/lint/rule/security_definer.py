from __future__ import annotations

from collections.abc import Iterator

from guardian.lint.page import Page
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.lint.thing import Thing, Verb, steps, texts
from guardian.sqltext.source import Node, Part


def _find(page: Page) -> Iterator[Finding]:
    safe = [_altered(part) for part in page.parts if part.kind == "alter_function_stmt" and _path(part.node.actions)]
    for part in page.parts:
        if part.kind == "create_function_stmt":
            thing, options = next(s.thing for s in steps((part,)) if s.verb is Verb.MAKE), part.node.options
        elif part.kind == "alter_function_stmt":
            thing, options = _altered(part), part.node.actions
        else:
            continue
        definer = next((o for o in options if _definer(o)), None)
        if definer is not None and not _path(options) and not any(thing.is_the(other) for other in safe):
            yield Finding(
                start=page.source.offset(definer.def_elem.location),
                message=f"function {thing.name} is SECURITY DEFINER without a search_path of its own; a caller "
                f"can put other "
                "tables and functions in the place of those that it means",
                remedy="add SET search_path = '' and write schemas before the names in its body",
            )


def _altered(part: Part) -> Thing:
    parts = texts(part.node.func.objname)
    return Thing("function", parts[-1], parts[-2] if len(parts) > 1 else "")


def _definer(option: Node) -> bool:
    return bool(option.def_elem.defname == "security" and option.def_elem.arg.boolean.boolval)


def _path(options: list[Node]) -> bool:
    sets = (o.def_elem.arg.variable_set_stmt for o in options if o.def_elem.defname == "set")
    return any(setting.name == "search_path" for setting in sets)


RULE = Rule(
    name="security-definer",
    why="Such a function acts with its owner's rights on whatever the caller's search_path leads it to.",
    bad=Example(
        up="CREATE FUNCTION order_count() RETURNS bigint LANGUAGE sql\nSECURITY DEFINER AS $$ SELECT count(*) "
        "FROM orders $$;",
        down="DROP FUNCTION order_count();",
        before="CREATE TABLE orders (id int);",
    ),
    good=Example(
        up="CREATE FUNCTION order_count() RETURNS bigint LANGUAGE sql\nSECURITY DEFINER SET search_path = ''\n"
        "AS $$ SELECT count(*) FROM public.orders $$;",
        down="DROP FUNCTION order_count();",
        before="CREATE TABLE orders (id int);",
    ),
    at=(2, 1),
    find=_find,
)
