"""A search_path in front of pg_catalog: nothing of guardian's own SQL is looked up by it."""

from __future__ import annotations

import threading

import psycopg
import pytest

from guardian.cli.alias.command import migrate
from tests.plugin.project import Project

# Every operator, function, type and relation of the server has a double that is an error to use. A few cannot be
# doubled (pseudo-types, internal languages): those nobody can put in guardian's way either.
HOSTILE = """
create schema hostile;
create function hostile.refuse() returns void language plpgsql as
  $$ begin raise exception 'looked up by the search_path'; end $$;
do $do$
declare
  item record; number int := 0; arguments text;
begin
  for item in select o.oprname, o.oprleft, o.oprright, o.oprresult from pg_operator o where o.oprcode <> 0 loop
    begin
      number := number + 1;
      arguments := concat_ws(', ', nullif(format_type(nullif(item.oprleft, 0), null), ''),
        format_type(item.oprright, null));
      execute format('create function hostile.operator_%s(%s) returns %s language plpgsql as '
        '$$ begin raise exception ''operator %%: looked up by the search_path'', %L; end $$',
        number, arguments, format_type(item.oprresult, null), item.oprname);
      execute format('create operator hostile.%s (function = hostile.operator_%s, %s rightarg = %s)', item.oprname,
        number,
        'leftarg = ' || format_type(nullif(item.oprleft, 0), null) || ',', format_type(item.oprright, null));
    exception when others then null;
    end;
  end loop;
  for item in
    select p.proname, p.prorettype, p.proretset, pg_get_function_identity_arguments(p.oid) as arguments
    from pg_proc p where p.prokind = 'f' and p.pronamespace = 'pg_catalog'::regnamespace
      and not p.prorettype = any (array['internal', 'cstring', 'trigger', 'event_trigger']::regtype[])
  loop
    begin
      execute format('create function hostile.%I(%s) returns %s %s language plpgsql as '
        '$$ begin raise exception ''function %%: looked up by the search_path'', %L; end $$', item.proname,
        regexp_replace(item.arguments, '\\mOUT [^,]*,?', '', 'g'), case when item.proretset then 'setof' else '' end,
        format_type(item.prorettype, null), item.proname);
    exception when others then null;
    end;
  end loop;
  for item in select relname from pg_class where relnamespace = 'pg_catalog'::regnamespace
    and relkind in ('r', 'v') loop
    execute format('create table hostile.%I (hostile pg_catalog.int4)', item.relname);
  end loop;
  for item in select typname from pg_type where typnamespace = 'pg_catalog'::regnamespace
    and typtype = 'b' and typelem = 0 loop
    begin
      execute format('create type hostile.%I as enum (''hostile'')', item.typname);
    exception when others then null;
    end;
  end loop;
end $do$;
"""


@pytest.fixture
def hostile(project: Project) -> Project:
    """A project whose DEV and PROD put a schema of doubles in front of pg_catalog."""
    for url in (project.dev, project.prod):
        name = project.query(url, "select current_database()")[0][0]
        project.query(url, HOSTILE)
        project.query(url, f"alter database {name} set search_path = hostile, public, pg_catalog")
        project.query(url, f"alter database {name} set statement_timeout = '60s'")
    return project


def _ask(project: Project, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(project.dev, autocommit=True, options="-c search_path=pg_catalog") as connection:
        cursor = connection.execute(query.encode())
        return cursor.fetchall() if cursor.description else []


STATE = "select version, dirty from hostile.schema_migrations"


def test_the_doubles_are_in_the_way(hostile: Project) -> None:
    """Or the tests below would prove nothing."""
    counts = _ask(
        hostile,
        "select count(*) filter (where oprname = '='), count(*) > 600 from pg_operator "
        "where oprnamespace = 'hostile'::regnamespace",
    )
    assert int(str(counts[0][0])) > 50
    assert counts[0][1] is True
    for query in (
        "select 1 = 1", "select oid from pg_catalog.pg_class where relname = 'x'", "select relname from pg_class",
        "select 'a'::text", "select current_setting('x', true)", "select 'a' || 'b'::pg_catalog.text",
        "select 1 in (1, 2)", "select nullif(1, 1)", "select 1 is distinct from 1", "select case 1 when 1 then 1 end",
    ):  # fmt: skip
        with pytest.raises(psycopg.Error):
            hostile.on_dev(query)


def test_files_run_fail_and_are_undone(hostile: Project) -> None:
    hostile.add("create table first (id int);", "drop table first;")
    hostile.add("create table second (id int);", "drop table second;")
    hostile.ok("up", "dev")
    hostile.ok("up", "dev")
    version = hostile.add("create tabel third (id int);")

    assert "syntax error" in hostile.guardian("up", "dev").err

    assert _ask(hostile, STATE) == [(2, False)]
    (hostile.migrations / f"{version:06d}_step.up.sql").write_text("create table third (id int);")
    hostile.ok("up", "dev")
    hostile.ok("down", "dev", "1")
    hostile.ok("goto", "dev", "1")
    assert _ask(hostile, STATE) == [(1, False)]
    hostile.ok("force", "dev", "2")
    hostile.ok("version", "dev")
    hostile.ok("status")
    hostile.ok("history", "dev")
    assert _ask(hostile, "select count(*) from guardian.history where outcome = 'done'") == [(6,)]


def test_files_outside_transactions_run_and_resume(hostile: Project) -> None:
    hostile.add("create table items (id int); insert into items values (1), (1);")
    hostile.ok("up", "dev")
    hostile.add(
        "create table more (id int); commit; create unique index concurrently items_id on items (id); vacuum items;"
        "alter type mood add value 'glad';",
        "drop index concurrently items_id;",
    )

    assert "could not create unique index" in hostile.guardian("up", "dev").err
    assert _ask(hostile, "select count(*) from pg_index where indrelid = 'hostile.items'::regclass") == [(0,)]
    assert _ask(hostile, STATE) == [(2, True)]
    _ask(hostile, "truncate hostile.items; create type hostile.mood as enum ('sad')")
    # As after a crash: begun, invalid, and nobody knows.
    _ask(hostile, "create index items_id on hostile.items (id); update pg_index set indisvalid = false "
                  "where indexrelid = 'hostile.items_id'::regclass")  # fmt: skip

    hostile.ok("up", "dev")
    assert _ask(hostile, STATE) == [(2, False)]
    hostile.ok("down", "dev", "1")
    assert _ask(hostile, "select count(*) from pg_index where indrelid = 'hostile.items'::regclass") == [(0,)]


def test_a_partition_is_detached_concurrently(hostile: Project) -> None:
    hostile.add(
        "create table p (id int) partition by list (id); create table q partition of p for values in (1); commit;"
        "alter table p detach partition q concurrently;"
    )
    hostile.ok("up", "dev")
    assert _ask(hostile, "select count(*) from pg_inherits") == [(0,)]


def test_a_database_is_made_and_dropped(hostile: Project) -> None:
    (name,) = _ask(hostile, "select current_database()")[0]
    hostile.add(f"create database {name}_made;", f"drop database {name}_made;")
    hostile.ok("up", "dev")
    hostile.ok("down", "dev", "1")


def test_another_migrator_is_named(hostile: Project) -> None:
    """And a file that gives the lock away has it taken again."""
    hostile.add("select pg_catalog.pg_sleep(4);")
    hostile.add("select pg_catalog.pg_advisory_unlock_all();")
    runs: list[int] = []
    other = threading.Thread(target=lambda: runs.append(migrate("dev", ["up"])))
    other.start()
    with psycopg.connect(hostile.dev, autocommit=True, options="-c search_path=pg_catalog") as connection:
        for _ in range(200):
            found = connection.execute("select count(*) from pg_locks where locktype = 'advisory'").fetchone()
            if found and found[0]:
                break
            connection.execute("select pg_sleep(0.02)")

    code = migrate("dev", ["-lock-timeout", "1", "up"])
    other.join(timeout=30)

    assert runs == [0], hostile.capsys.readouterr().err
    assert code == 1
    assert "is being migrated by guardian" in hostile.capsys.readouterr().err


def test_drop_and_doctor(hostile: Project) -> None:
    hostile.add("create table first (id int);")
    hostile.ok("up", "dev")
    run = hostile.guardian("doctor", "dev")
    assert "looked up by the search_path" not in run.out + run.err
    assert run.code == 0, run.out
    assert migrate("dev", ["drop", "-f"]) == 0, hostile.capsys.readouterr().err


def test_a_promotion_goes_through(hostile: Project) -> None:
    hostile.add("create table first (id int);")
    hostile.ok("lock")
    hostile.ok("up", "dev")
    run = hostile.guardian("promote", "prod")
    assert "looked up by the search_path" not in run.out + run.err
