from __future__ import annotations

from collections.abc import Callable, Iterator

from guardian.lint.page import Page
from guardian.lint.rule.extension import EXTENSIONS
from guardian.lint.sql_rule import Example, Finding, Rule
from guardian.sqltext.source import Node, Part, choice

_REMEDY = "let whoever runs the server do it once, outside the migrations, and write down that it is needed"
_TRUSTED_LANGUAGES = {"sql", "plpgsql", "plperl", "pltcl", "plv8", "plcoffee", "plls", "pljs", "plrust"}
_ROLE_OPTIONS = {"superuser": "SUPERUSER", "isreplication": "REPLICATION", "bypassrls": "BYPASSRLS"}
# Accounts of platforms that nobody can hand an object to. `postgres` is an ordinary role on most of them.
_SUPERUSERS = {"supabase_admin", "rdsadmin", "cloudsqladmin", "azuresu", "alloydbadmin"}
_SETTINGS = {"session_replication_role", "allow_system_table_mods", "zero_damaged_pages", "ignore_system_indexes"}


def _find(page: Page) -> Iterator[Finding]:
    for part in page.parts:
        judge = _JUDGES.get(part.kind)
        what = judge(part) if callable(judge) else judge
        if what:
            yield Finding(start=part.start, message=f"{what} needs a superuser", remedy=_REMEDY)


def _extension(part: Part) -> str:
    name = part.node.extname
    return "" if name in EXTENSIONS else f"CREATE EXTENSION {name}, which is not a trusted one,"


def _copy(part: Part) -> str:
    if part.node.is_program:
        return "COPY with PROGRAM runs a command on the server, and"
    return "COPY with a file of the server" if part.node.filename else ""


def _cast(part: Part) -> str:
    return "CREATE CAST WITHOUT FUNCTION" if not part.node.HasField("func") and not part.node.inout else ""


def _define(part: Part) -> str:
    base = choice(part.node, "kind") == "OBJECT_TYPE" and part.node.definition
    return "CREATE TYPE of a base type" if base else ""


def _function(part: Part) -> str:
    options = {o.def_elem.defname: o.def_elem for o in part.node.options}
    language = options["language"].arg.string.sval.lower() if "language" in options else "sql"
    if language in {"c", "internal"} or language not in _TRUSTED_LANGUAGES:
        return f"a function in the untrusted language {language}"
    return "a LEAKPROOF function" if _on(options.get("leakproof")) else ""


def _altered_function(part: Part) -> str:
    options = {o.def_elem.defname: o.def_elem for o in part.node.actions}
    return "a LEAKPROOF function" if _on(options.get("leakproof")) else ""


def _on(option: Node | None) -> bool:
    return bool(option is not None and option.arg.boolean.boolval)


def _role(part: Part) -> str:
    for option in part.node.options:
        if option.def_elem.defname in _ROLE_OPTIONS and _on(option.def_elem):
            return f"a role with {_ROLE_OPTIONS[option.def_elem.defname]}"
    return ""


def _owner(part: Part) -> str:
    name = part.node.newowner.rolename
    return f"OWNER TO {name}" if name in _SUPERUSERS else ""


def _table(part: Part) -> str:
    for item in part.node.cmds:
        command = item.alter_table_cmd
        verb = choice(command, "subtype")
        if verb == "AT_ChangeOwner" and command.newowner.rolename in _SUPERUSERS:
            return f"OWNER TO {command.newowner.rolename}"
        if verb in {"AT_DisableTrigAll", "AT_EnableTrigAll"}:
            return f"{'DIS' if verb == 'AT_DisableTrigAll' else 'EN'}ABLE TRIGGER ALL"
    return ""


def _set(part: Part) -> str:
    return f"SET {part.node.name}" if part.node.name in _SETTINGS else ""


def _publication(part: Part) -> str:
    return "CREATE PUBLICATION ... FOR ALL TABLES" if part.node.for_all_tables else ""


_JUDGES: dict[str, str | Callable[[Part], str]] = {
    "alter_system_stmt": "ALTER SYSTEM",
    "create_extension_stmt": _extension,
    "copy_stmt": _copy,
    "create_plang_stmt": "CREATE LANGUAGE",
    "create_event_trig_stmt": "CREATE EVENT TRIGGER (but on Supabase, where the role postgres may)",
    "create_cast_stmt": _cast,
    "define_stmt": _define,
    "create_op_class_stmt": "CREATE OPERATOR CLASS",
    "create_op_family_stmt": "CREATE OPERATOR FAMILY",
    "create_fdw_stmt": "CREATE FOREIGN DATA WRAPPER",
    "create_am_stmt": "CREATE ACCESS METHOD",
    "create_table_space_stmt": "CREATE TABLESPACE",
    "load_stmt": "LOAD",
    "create_function_stmt": _function,
    "alter_function_stmt": _altered_function,
    "create_role_stmt": _role,
    "alter_role_stmt": _role,
    "alter_owner_stmt": _owner,
    "alter_table_stmt": _table,
    "variable_set_stmt": _set,
    "create_publication_stmt": _publication,
}

RULE = Rule(
    name="superuser",
    why="Production is migrated by an ordinary role; what only a superuser may do fails there, and only there.",
    bad=Example(
        up="COPY orders FROM PROGRAM 'true';",
        down="TRUNCATE orders;",
        before="CREATE TABLE orders (id int, note text);",
    ),
    good=Example(
        up="INSERT INTO orders VALUES (1, 'the first');",
        down="DELETE FROM orders WHERE id = 1;",
        before="CREATE TABLE orders (id int, note text);",
    ),
    at=(1, 1),
    find=_find,
    notes="Extensions that PostgreSQL marks as trusted, or that Supabase lets its role postgres create, are well. "
    "So is OWNER "
    "TO postgres, an ordinary role on most platforms.",
)
