"""What may be a rename is suggested; what may be two things is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardian.schema.diff import Scope, diff, suggest_renames
from guardian.schema.model import EnumType
from tests.plugin.schema import column, constraint, function, index, snapshot, table, view


def suggested(old, new, scope=None):
    one, other, scope = snapshot(*old), snapshot(*new), scope or Scope()
    found = suggest_renames(diff(one, other, scope=scope), one, other, scope=scope)
    back = suggest_renames(diff(other, one, scope=scope), other, one, scope=scope)
    assert {(r.kind, r.old, r.new) for r in found} == {(r.kind, r.new, r.old) for r in back}
    return [(found.kind, found.old, found.new) for found in found]


def columns(*names, **changes):
    return tuple(column(name, position=place, **changes) for place, name in enumerate(names, start=1))


BASE = (table(), *columns("a", "b"))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ((*BASE,), (table(), *columns("a", "x")), ("column", "public.orders.b", "public.orders.x")),
        (
            (table("was"), column("a", "was")),
            (table("now"), column("a", "now")),
            ("table", "public.was", "public.now"),
        ),
        (
            (*BASE, index("i")),
            (*BASE, index('J "x"', definition='CREATE INDEX "J ""x""" ON public.orders USING btree (a)')),
            ("index", "public.i", 'public."J ""x"""'),
        ),
        ((*BASE, constraint("c")), (*BASE, constraint("d")), ("constraint", "public.orders.c", "public.orders.d")),
        ((function("f", types="integer"),), (function("g", types="integer"),), None),
        ((view("v"),), (view("w"),), ("view", "public.v", "public.w")),
        (
            (EnumType(schema="public", enum="e", labels=("x",)),),
            (EnumType(schema="public", enum="f", labels=("x",)),),
            ("enum", "public.e", "public.f"),
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) and isinstance(value[0], str) else "",
)
def test_what_differs_in_its_name_only_may_be_a_rename(old, new, found):
    wanted = found or ("function", "public.f(integer)", "public.g(integer)")
    assert suggested(old, new) == [wanted]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (BASE, (table(), column("a"), column("x", position=2, type="integer"))),
        (BASE, (table(), column("a"), column("x", position=2, default="1"))),
        (BASE, (table(), *columns("b", "x"))),  # a stood before b, x stands after it
        (BASE, (table(), *columns("x", "y"))),  # which is which?
        ((*BASE,), (table(), *columns("a", "x", "y"))),
        (BASE, (table("other"), column("a", "other"))),
        ((table("t"),), (table("u"),)),  # no columns to know it by
        ((*BASE, index("i")), (*BASE, index("j", definition="CREATE INDEX j ON public.orders USING btree (b)"))),
        ((*BASE, index("i")), (*BASE, index("j", unique=True))),
        ((function("f"),), (function("g", body="select 2"),)),
        ((function("f"),), (function("g", types="integer"),)),
        ((view("v"),), (view("v", schema="other"),)),
        ((view("v"), view("u")), (view("w"),)),
    ],
)
def test_what_may_be_something_else_is_not_suggested(old, new):
    assert diff(snapshot(*old), snapshot(*new)) != ()
    assert suggested(old, new) == []


def test_columns_that_come_and_go_before_it_do_not_hide_a_rename():
    """Places are counted among the columns that both have."""
    new = (table(), column("new", type="integer"), *(column(n, position=p) for n, p in (("a", 2), ("x", 3))))
    assert suggested(BASE, new) == [("column", "public.orders.b", "public.orders.x")]


def test_a_table_keeps_the_sequences_of_its_old_name():
    old = (table("was"), column("id", "was", identity_kind="always"))
    new = (table("now"), column("id", "now", identity_kind="always", identity_sequence="public.was_id_seq"))
    assert suggested(old, new) == [("table", "public.was", "public.now")]


def test_what_the_comparison_leaves_out_hides_no_rename():
    old, new = (view("v", owner="a"),), (view("w", owner="b"),)
    assert suggested(old, new) == []
    assert suggested(old, new, Scope(owners=False)) == [("view", "public.v", "public.w")]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["text", "integer"])), unique_by=lambda c: c[0]),
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["text", "integer"])), unique_by=lambda c: c[0]),
)
def test_each_name_is_suggested_once_and_really_came_or_went(old, new):
    one, other = (
        (table(), *(column(name, position=place, type=kind) for place, (name, kind) in enumerate(side, start=1)))
        for side in (old, new)
    )
    found = suggested(one, other)
    assert len({name for _, name, _ in found}) == len({name for _, _, name in found}) == len(found)
    types_old, types_new = dict(old), dict(new)
    for _, was, now in found:
        assert was[-1] not in types_new
        assert now[-1] not in types_old
        assert types_old[was[-1]] == types_new[now[-1]]
