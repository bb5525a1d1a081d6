from __future__ import annotations

from dataclasses import replace

import pytest

from guardian.config.model import IgnoreRule
from guardian.drift.finding import is_drifted, judge
from guardian.drift.severity import Severity, severity_of
from guardian.schema.diff import diff
from tests.plugin.schema import column, constraint, function, index, snapshot, table, view

BASE = (table(), column("a"))


def rule(kind, pattern):
    return IgnoreRule(kind=kind, pattern=pattern, reason="ours")


def test_a_finding_says_it_all():
    live = snapshot(*BASE, column("note", position=2))
    (found,) = judge("prod", snapshot(*BASE), live)
    assert (found.kind, found.name, found.change) == ("column", "public.orders.note", "added")
    assert found.sentence == "column public.orders.note was added on prod: text, nullable"
    assert found.severity is Severity.HIGH
    assert found.adopt_sql == "ALTER TABLE public.orders ADD COLUMN note text;\n"
    assert found.revert_sql == "ALTER TABLE public.orders DROP COLUMN note;\n"
    assert (found.who, found.when, found.acknowledged) == (None, None, None)
    assert is_drifted([found])


def test_the_id_is_that_of_the_difference():
    """It stays from check to check, differs between targets, and changes when the live side does."""
    expected = snapshot(*BASE)
    live, later = (snapshot(*BASE, column("n", type=kind)) for kind in ("text", "integer"))
    (first,), (again,), (elsewhere,), (changed,) = (
        judge("prod", expected, live),
        judge("prod", expected, live),
        judge("dev", expected, live),
        judge("prod", expected, later),
    )
    assert first.id == again.id
    assert len(first.id) == 8
    assert len({first.id, elsewhere.id, changed.id}) == 3


def test_an_acknowledged_table_that_grows_is_news():
    """A table's parts are in its id: they are listed nowhere else."""
    small = snapshot(*BASE, table("extra"), column("x", "extra"))
    large = snapshot(*BASE, table("extra"), column("x", "extra"), column("y", "extra", position=2))
    assert judge("prod", snapshot(*BASE), small)[0].id != judge("prod", snapshot(*BASE), large)[0].id


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        (BASE, (), "critical"),
        (BASE, (table(),), "critical"),
        ((table(row_security=True),), (table(),), "critical"),
        ((table(),), (table(row_security=True),), "high"),
        ((function("f"),), (function("f", security_definer=True),), "critical"),
        ((), (function("f", security_definer=True),), "critical"),
        ((function("f", security_definer=True),), (function("f", security_definer=True, comment="c"),), "low"),
        ((view("v", options=("security_invoker=true",)),), (view("v"),), "critical"),
        ((view("v"),), (view("v", options=("security_invoker=true",)),), "high"),
        ((), (function("f"),), "medium"),
        ((function("f"),), (function("f", body="x"),), "medium"),
        (BASE, (*BASE, index("i")), "medium"),
        (BASE, (table(), column("a", default="1")), "medium"),
        (BASE, (table(), column("a", default="1", type="integer")), "high"),
        (BASE, (table(), column("a", comment="c")), "low"),
        (BASE, (table(), column("a", storage="plain")), "low"),
        (BASE, (*BASE, constraint("c")), "high"),
        ((table(), column("a", identity_start=1)), (table(), column("a", identity_start=2)), "info"),
    ],
)
def test_severity(old, new, severity):
    (change,) = diff(snapshot(*old), snapshot(*new))
    assert severity_of(change) == severity


def test_the_order_of_columns_is_no_drift():
    """It is listed, with the reason why there is no SQL for it."""
    old = snapshot(table(), column("a", position=1), column("b", position=2))
    findings = judge("prod", old, snapshot(table(), column("a", position=2), column("b", position=1)))
    assert [(found.name, found.severity) for found in findings] == [
        ("public.orders.a", Severity.INFO),
        ("public.orders.b", Severity.INFO),
    ]
    assert findings[0].adopt_sql == "-- column public.orders.a: PostgreSQL cannot change the order of columns\n"
    assert not is_drifted(findings)


def test_the_acknowledged_is_no_drift():
    (found,) = judge("prod", snapshot(*BASE), snapshot(*BASE, index("i")))
    assert is_drifted([found])
    assert not is_drifted([replace(found, acknowledged="known")])


def test_the_worst_comes_first():
    old = snapshot(*BASE, column("b", position=2))
    new = snapshot(table(comment="c"), column("a", default="1"), index("i"))
    assert [found.severity for found in judge("prod", old, new)] == ["critical", "medium", "medium", "low"]


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        ([], ["public.orders.note", "public.tmp_1"]),
        ([rule("column", "public.orders.*")], ["public.tmp_1"]),
        ([rule("index", "*")], ["public.orders.note", "public.tmp_1"]),
        ([rule("*", "public.tmp_*")], ["public.orders.note"]),
        ([rule("*", "PUBLIC.*")], ["public.orders.note", "public.tmp_1"]),
        ([rule("table", "public.orders")], ["public.tmp_1"]),
    ],
)
def test_ignored(rules, left):
    """Kind and name are globs, case counts, and a table's rule covers its parts."""
    live = snapshot(*BASE, column("note", position=2), table("tmp_1"), column("x", "tmp_1"))
    assert sorted(found.name for found in judge("prod", snapshot(*BASE), live, rules)) == left


def test_a_sentence_is_one_line_and_short():
    name = "x\n" + "y" * 300
    (found,) = judge("prod", snapshot(*BASE), snapshot(*BASE, column("n", type=name)))
    assert "\n" not in found.sentence
    assert len(found.sentence) == 200
