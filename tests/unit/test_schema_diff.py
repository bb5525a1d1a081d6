from __future__ import annotations

import pytest

from guardian.schema.diff import ChangeKind, diff, whole_diff
from guardian.schema.model import Kind, Sequence
from tests.plugin.schema import column, constraint, index, snapshot, table

SERIAL = Sequence(
    schema="public",
    sequence="s",
    type="bigint",
    start=1,
    minimum=1,
    maximum=9,
    increment=1,
    cache=1,
    cycle=False,
    persistence="permanent",
    owned_by=("public", "orders", "a"),
)


def seen(old, new):
    return [(change.kind, change.name, change.change) for change in diff(old, new)]


def test_parts_go_with_their_table():
    """Of a table that comes or goes only the table is listed; the whole diff has its parts."""
    full = snapshot(table(), column("a"), constraint("c"), index("i"), SERIAL)
    assert seen(snapshot(), full) == [(Kind.TABLE, "public.orders", ChangeKind.ADDED)]
    assert seen(full, snapshot()) == [(Kind.TABLE, "public.orders", ChangeKind.REMOVED)]
    assert len(whole_diff(snapshot(), full)) == 5


def test_what_moves_to_an_added_table_is_listed():
    """An index of the same name that stands on another table now was altered, and is not hidden by that table."""
    old = snapshot(table("a"), column("x", "a"), index("i", "a"))
    new = snapshot(table("a"), column("x", "a"), table("b"), column("x", "b"), index("i", "b"))
    assert seen(old, new) == [
        (Kind.TABLE, "public.b", ChangeKind.ADDED),
        (Kind.INDEX, "public.i", ChangeKind.ALTERED),
    ]


def test_attributes_are_old_and_new_and_sorted():
    old, new = snapshot(table(), column("a")), snapshot(table(), column("a", type="int", not_null=True, comment="c"))
    (change,) = diff(old, new)
    assert list(change.attributes.items()) == [
        ("comment", (None, "c")),
        ("not_null", (False, True)),
        ("type", ("text", "int")),
    ]
    assert (change.old, change.new) == (old.by_key[change.key], new.by_key[change.key])


@pytest.mark.parametrize(
    ("new", "moved"),
    [
        (["a", "b", "c"], []),
        (["a", "c"], []),
        (["a", "x", "b", "c"], []),
        (["b", "a", "c"], ["a", "b"]),
        (["c", "x", "a"], ["a", "c"]),
    ],
)
def test_only_the_order_of_common_columns_counts(new, moved):
    """A column that came or went moves no other."""
    old = snapshot(table(), *(column(name, position=place) for place, name in enumerate("abc", start=1)))
    other = snapshot(table(), *(column(name, position=place) for place, name in enumerate(new, start=1)))
    positions = [change.new.column for change in diff(old, other) if "position" in change.attributes]
    assert positions == moved


def test_names_of_not_null_constraints_need_18_on_both_sides():
    parts = (table(), column("a", not_null=True))
    own = constraint("own", type="not_null", definition="NOT NULL a")
    assert seen(snapshot(*parts), snapshot(*parts, own)) == [(Kind.CONSTRAINT, "public.orders.own", ChangeKind.ADDED)]
    assert seen(snapshot(*parts, version=170005), snapshot(*parts, own)) == []
    assert seen(snapshot(*parts, own), snapshot(*parts, version=170005)) == []
