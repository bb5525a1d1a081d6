from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import click

from guardian.app.compare import Selection, compare_schemas
from guardian.app.ignore_rules import current_rules
from guardian.cli.context import Context, pass_context
from guardian.errors import UsageError
from guardian.report.diff import diff_document, diff_lines, sql_text, unseen_text
from guardian.report.diff_markdown import diff_markdown
from guardian.schema.ddl import ddl_for_changes
from guardian.schema.diff import Scope
from guardian.schema.model import Kind

_ROLE = re.compile(r'(?:"((?:[^"]|"")+)"|([^="]+))=(?:"((?:[^"]|"")+)"|([^"]+))\Z')


def _kinds(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> frozenset[Kind]:
    """Return the kinds of "table,index". Raises BadParameter for a word that is none."""
    words = [word.strip().lower().replace(" ", "_").replace("-", "_") for value in values for word in value.split(",")]
    for word in words:
        if word not in set(Kind):
            raise click.BadParameter(f"{word!r} is no kind; the kinds are {', '.join(Kind)}")
    return frozenset(Kind(word) for word in words)


def _roles(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> Mapping[str, str]:
    roles: dict[str, str] = {}
    for value in values:
        match = _ROLE.match(value)
        if match is None:
            raise click.BadParameter(f"{value!r} maps no role; write OLD=NEW, with a name that has a = in it in quotes")
        old, new = (match[q].replace('""', '"') if match[q] else match[q + 1] for q in (1, 3))
        if roles.setdefault(old, new) != new:
            raise click.BadParameter(f"the role {old!r} is mapped twice; write it once")
    return roles


_OPTIONS = (
    click.option("--schema", "schemas", multiple=True, metavar="NAME", help="Look at this schema; may be repeated."),
    click.option("--only", multiple=True, metavar="KIND", callback=_kinds, help="Show these kinds; repeat, or a,b."),
    click.option("--ignore", multiple=True, metavar="KIND", callback=_kinds, help="Do not show these kinds."),
    click.option("--no-owners", is_flag=True, help="Do not compare owners."),
    click.option("--no-privileges", is_flag=True, help="Do not compare privileges and roles."),
    click.option("--no-comments", is_flag=True, help="Do not compare comments."),
    click.option(
        "--role", "roles", multiple=True, metavar="OLD=NEW", callback=_roles, help="A's role OLD is B's role NEW."
    ),
    click.option("--apply-ignore-rules", is_flag=True, help="Hide, and count, what [[drift.ignore]] names."),
    click.option("--sql", is_flag=True, help="Print the DDL that turns A into B."),
    click.option("--markdown", is_flag=True, help="Print Markdown, for a pull request."),
)


def _options(function: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command()
@click.argument("a")
@click.argument("b")
@_options
@pass_context
def command(
    context: Context,
    a: str,
    b: str,
    *,
    schemas: tuple[str, ...],
    only: frozenset[Kind],
    ignore: frozenset[Kind],
    no_owners: bool,
    no_privileges: bool,
    no_comments: bool,
    roles: Mapping[str, str],
    apply_ignore_rules: bool,
    sql: bool,
    markdown: bool,
) -> int:
    """Show the changes that turn schema A into schema B.

    A and B: a target, a postgres:// URL, a snapshot file, or migrations[@V].
    """
    if sql and markdown:
        raise UsageError("--sql and --markdown exclude each other; choose one")
    scope = Scope(owners=not no_owners, privileges=not no_privileges, comments=not no_comments, roles=roles)
    rules = current_rules(context.config()) if apply_ignore_rules else ()
    selection = Selection(only=only or None, without=ignore, rules=rules)
    found = compare_schemas(a, b, schemas=schemas, config=context.config, scope=scope, selection=selection)
    if unseen := unseen_text(found):
        context.say(unseen)
    document = diff_document(found)
    if sql:
        script = ddl_for_changes(found.changes, found.old, found.new, scope=scope)
        context.show(sql_text(script), document, exact=True)
    elif markdown:
        context.show(diff_markdown(found), document)
    else:
        context.show_lines(diff_lines(found), document)
    return 3 if found.changes else 0
