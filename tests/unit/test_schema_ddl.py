from __future__ import annotations

import pytest

from guardian.schema.ddl import Hazard, Script, ddl_by_change, ddl_for_change, render_ddl
from guardian.schema.ddl.rules import change_options
from guardian.schema.ddl.statement import Impossible
from guardian.schema.diff import diff
from guardian.schema.model import Dependency, EnumType
from tests.plugin.schema import column, function, index, snapshot, table, view


def test_nothing_to_do():
    found = snapshot(table(), column("a"))
    assert render_ddl(found, found) == Script()
    assert render_ddl(found, found).sql == ""


def test_columns_come_within_their_table():
    new = snapshot(table(), column("b", position=2, not_null=True), column("a", type="integer", default="1"))
    (statement,) = render_ddl(snapshot(), new)
    assert statement.sql == "CREATE TABLE public.orders (\n    a integer DEFAULT 1,\n    b text NOT NULL\n)"
    assert statement.change == diff(snapshot(), new)[0]
    (back,) = render_ddl(new, snapshot())
    assert back.sql == "DROP TABLE public.orders"
    assert Hazard.DATA_LOSS in back.hazards


def test_dependencies_go_before_kinds():
    """Views are made after what they read and go before it, whatever their names."""
    a, b, z = view("a"), view("b"), view("z")
    new = snapshot(a, b, z, dependencies={Dependency(a.key, z.key), Dependency(z.key, b.key)})
    made = [statement.change.name for statement in render_ddl(snapshot(), new)]
    assert made == ["public.b", "public.z", "public.a"]
    gone = [statement.change.name for statement in render_ddl(new, snapshot())]
    assert gone == ["public.a", "public.z", "public.b"]


def test_a_circle_is_broken():
    """Where the server knows a circle, everything is still made once."""
    a, b = view("a"), view("b")
    new = snapshot(a, b, dependencies={Dependency(a.key, b.key), Dependency(b.key, a.key)})
    assert [statement.change.name for statement in render_ddl(snapshot(), new)] == ["public.a", "public.b"]


def test_a_view_is_made_again_around_a_change_of_type():
    """The view serves the change of the column: it has none of its own."""
    v = view("v")
    edge = {Dependency(v.key, column("a").key)}
    old = snapshot(table(), column("a"), v, dependencies=edge)
    new = snapshot(table(), column("a", type="integer"), v, dependencies=edge)
    script = render_ddl(old, new)
    assert [statement.sql.splitlines()[0] for statement in script] == [
        "DROP VIEW public.v",
        "ALTER TABLE public.orders ALTER COLUMN a TYPE integer USING a::integer",
        "CREATE VIEW public.v AS",
    ]
    assert {statement.change.name for statement in script} == {"public.orders.a"}


def test_one_change_out_of_many():
    """The DDL of one change leaves the others alone; all together are the whole."""
    old = snapshot(table(), column("a"), index("i"))
    new = snapshot(table(), column("a", comment="it's"), index("j"), function("f"))
    by_change = ddl_by_change(old, new)
    assert [script.sql for script in by_change.values()] == [
        "COMMENT ON COLUMN public.orders.a IS 'it''s';\n",
        "DROP INDEX public.i;\n",
        "CREATE INDEX j ON public.orders USING btree (a);\n",
        "SET check_function_bodies = off;\nCREATE FUNCTION public.f() …;\nRESET check_function_bodies;\n",
    ]
    assert all(ddl_for_change(change, old, new) == by_change[change.key] for change in diff(old, new))


def test_what_cannot_be_done_is_said():
    """A label that went away is a remark, in one line whatever the name holds, and no statement."""
    old = EnumType(schema="public", enum="e\n; drop table t; --", labels=("a", "b"))
    new = EnumType(schema="public", enum="e\n; drop table t; --", labels=("b",))
    script = render_ddl(snapshot(old), snapshot(new))
    assert not script.statements
    (found,) = script.impossible
    assert isinstance(found, Impossible)
    assert "cannot remove a label of an enum ('a')" in found.reason
    assert script.sql.startswith("-- enum ")
    assert script.sql.count("\n") == 1


@pytest.mark.parametrize(
    ("old", "new", "clauses"),
    [
        ((), (), ()),
        (("fillfactor=70",), ("fillfactor=70",), ()),
        (("fillfactor=70",), ("fillfactor=80",), ("SET (fillfactor='80')",)),
        (("a=1", "b=2"), ("b=3", "c=x=y"), ("SET (b='3', c='x=y')", "RESET (a)")),
    ],
)
def test_options(old, new, clauses):
    assert change_options(old, new) == clauses
