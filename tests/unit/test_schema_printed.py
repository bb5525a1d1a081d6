from __future__ import annotations

from guardian.schema.diff import diff, settled
from tests.plugin.schema import column, snapshot, table, view


def left(old, new, printed_old, printed_new):
    """The paths that stay different when a server has printed both sides again."""
    sides = [snapshot(table(), found) for found in (old, new, printed_old, printed_new)]
    return [path for change in settled(diff(*sides[:2]), *sides[2:]) for path in change.attributes]


def test_texts_that_one_server_prints_alike_are_no_difference():
    assert left(column("a", default="(x)"), column("a", default="x"), *[column("a", default="x")] * 2) == []


def test_texts_that_it_prints_apart_are_one():
    assert left(*[column("a", default="x"), column("a", default="y")] * 2) == ["default"]


def test_what_the_server_could_not_make_on_either_side_is_not_settled():
    """A default may call what the scratch server lacks: then both sides are there without one."""
    assert left(column("a", default="f(1)"), column("a", default="f(2)"), column("a"), column("a")) == ["default"]


def test_an_item_that_the_server_could_not_make_is_not_settled():
    settings = [view("v", column_settings=(("a compression", "l"),)), view("v"), view("v"), view("v")]
    assert left(*settings) == ["column_settings.a compression"]


def test_each_item_is_settled_by_itself():
    old = view("v", column_settings=(("a default", "(x)"), ("b default", "y")))
    new = view("v", column_settings=(("a default", "x"), ("b default", "z")))
    printed = view("v", column_settings=(("a default", "x"), ("b default", "y")))
    assert left(old, new, printed, new) == ["column_settings.b default"]
