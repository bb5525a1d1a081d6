"""What a failure says: one sentence, then the line with a caret and all that the server said."""

from __future__ import annotations

import pytest

from guardian.migrate.event import ignore
from guardian.migrate.migration_set import MigrationSet
from guardian.migrate.plan import plan_up
from guardian.migrate.record import Operator
from guardian.migrate.state import VersionState
from guardian.pg.apply import EscapedTransaction, Runner
from guardian.pg.apply.transactional import run_in_transaction
from guardian.pg.connect import connect
from guardian.pg.standing import make_ready
from guardian.pg.version_table import find_version_table
from guardian.sqltext.script import Script
from tests.plugin.project import Project


@pytest.mark.parametrize(
    ("sql", "first", "detail"),
    [
        (
            "create table a (id int);\n\tselect idd\n  from a;",
            '000001_step.up.sql, line 2, column 9: dev: column "idd" does not exist',
            ["statement 2 of 2", "      2 |  select idd", "        |         ^", "SQLSTATE: 42703", "HINT: Perhaps"],
        ),
        (
            "select 'é', 'é'; selekt",
            '000001_step.up.sql, line 1, column 18: dev: syntax error at or near "selekt"',
            ["      1 | select 'é', 'é'; selekt", "        |                  ^", "SQLSTATE: 42601"],
        ),
        (
            "create table a (id int primary key);\r\ninsert into a values (1);\r\n\r\ninsert into a values (1);",
            "000001_step.up.sql, line 4, column 1: dev: duplicate key value",
            ["statement 3 of 3", "      4 | insert into a values (1);", "DETAIL: Key (id)=(1)", "SQLSTATE: 23505"],
        ),
        (
            "begin;\nselect 1;\ndo $$ begin\n  perform 1/0;\nend $$;\ncommit;",
            "000001_step.up.sql, line 3, column 1: dev: division by zero",
            ["statement 3 of 4", "SQLSTATE: 22012", "CONTEXT: SQL ", "PL/pgSQL function inline_code_block line 2"],
        ),
        (
            "vacuum;\nbegin;\n  select 1;\n  select * from missing;\ncommit;",
            '000001_step.up.sql, line 4, column 17: dev: relation "missing" does not exist',
            ["statement 4 of 5", "      4 |   select * from missing;", "        |                 ^"],
        ),
        (
            "create table a (id int primary key deferrable initially deferred);\ninsert into a values (1), (1);",
            "000001_step.up.sql: dev: duplicate key value violates",
            ["SQLSTATE: 23505"],
        ),
        (
            f"select {'1, ' * 100}oops;",
            '000001_step.up.sql, line 1, column 308: dev: column "oops" does not exist',
            ["1, 1, oops;"],
        ),
    ],
)  # fmt: skip
def test_an_error_shows_where(project: Project, sql: str, first: str, detail: list[str]) -> None:
    project.add(sql.encode())

    run = project.guardian("up", "dev")

    assert run.code == 1
    sentence, *rest = run.err[run.err.index("guardian: ") :].splitlines()
    assert sentence.startswith(f"guardian: {first}")
    for part in detail:
        assert part in "\n".join(rest)
    assert max(len(line) for line in rest) < 200


def test_a_password_in_the_file_is_not_repeated(project: Project) -> None:
    """Neither in the line that is shown, nor in what history keeps of the error."""
    project.add("create role x password 'hunter2' nonsense;")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "create role x password '*******' nonsense" in run.err
    assert "hunter2" not in run.err
    assert project.on_dev("select error like '%%hunter2%%' from guardian.history") == [(False,)]


def test_a_file_for_a_newer_parser_is_judged_by_the_server_alone(project: Project) -> None:
    """libpg_query reads nothing of it, so a COMMIT in it is found by the transaction that it ended."""
    project.add("create table kept (id int); commit; begin; select 1; this is no sql")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "syntax error" in run.err
    assert project.tables(project.dev) == set()
    assert project.on_dev("select version, dirty from schema_migrations") == []


@pytest.mark.parametrize("ending", ["", "select 1/0;"])
def test_a_hidden_commit_is_found_also_after_a_failure(project: Project, ending: str) -> None:
    """The runner is handed the text as one that libpg_query could not read."""

    text = f"create table kept (id int); commit; {ending}"
    plan = plan_up(MigrationSet.from_files({"1_a.up.sql": text.encode()}), VersionState(), target="dev")
    with connect(project.dev, target="dev") as connection:
        where = find_version_table(connection, target="dev", table="schema_migrations")
        make_ready(connection, where)
        who = Operator(os_user="u", host="h")
        runner = Runner(connection=connection, table=where, operator=who, listener=ignore, history=True)
        with pytest.raises(EscapedTransaction, match="marked dirty at version 1"):
            run_in_transaction(runner, plan.steps[0], Script(text=text, statements=()), 0)

    assert project.on_dev("select version, dirty from schema_migrations") == [(1, True)]
