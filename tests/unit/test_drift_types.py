"""Types, operators, casts and languages judged: how bad, and said how."""

from __future__ import annotations

import pytest

from guardian.drift.finding import judge
from guardian.drift.severity import severity_of
from guardian.report.diff import change_lines
from guardian.schema.diff import diff
from guardian.schema.model import Cast, Composite, Domain, Language, Operator, TextSearchConfiguration
from tests.plugin.schema import snapshot


def domain(**changes):
    usual = {
        "schema": "public",
        "domain": "d",
        "type": "integer",
        "collation": None,
        "default": None,
        "not_null": False,
        "not_null_name": None,
        "not_null_comment": None,
        "constraints": (),
        "constraint_comments": (),
    }
    return Domain(**{**usual, **changes})


def composite(*columns, **changes):
    return Composite(
        **{
            "schema": "public",
            "composite": "c",
            "columns": columns,
            "column_comments": (),
            "column_labels": (),
            **changes,
        }
    )


def operator(**changes):
    usual = {"schema": "public", "operator": "===", "left": "integer", "right": "integer", "function": "int4eq(…)"}
    rest = {"commutator": None, "negator": None, "restrict": None, "join": None, "merges": False, "hashes": False}
    return Operator(**{**usual, **rest, **changes})


def language(**changes):
    return Language(
        **{"language": "pl", "trusted": False, "handler": "h()", "inline": None, "validator": None, **changes}
    )


def configuration(*mappings):
    return TextSearchConfiguration(schema="public", configuration="c", parser="public.p", mappings=mappings)


CAST = Cast(source="public.c", target="integer", method="inout", function=None, context="implicit")
CHECK = ("c", "CHECK ((VALUE > 0))", True)


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ((), (domain(),), "high"),
        ((domain(),), (domain(constraints=(CHECK,)),), "high"),
        ((domain(),), (domain(default="1"),), "medium"),
        ((domain(),), (domain(not_null_name="n"),), "low"),
        ((domain(),), (domain(constraint_comments=(("c", "text"),)),), "low"),
        ((domain(),), (domain(not_null_comment="text"),), "low"),
        ((composite(),), (composite(column_comments=(("a.b", "text"),)),), "low"),
        ((), (CAST,), "high"),
        ((operator(),), (operator(restrict="eqsel"),), "low"),
        ((operator(),), (operator(merges=True),), "medium"),
        ((operator(),), (operator(function="f"),), "high"),
        ((), (language(),), "high"),
        ((), (language(trusted=True),), "critical"),
        ((language(),), (language(trusted=True),), "critical"),
        ((language(trusted=True),), (language(),), "high"),
        ((language(trusted=True),), (language(trusted=True, comment="text"),), "low"),
        ((configuration(),), (configuration(("word", "public.d")),), "medium"),
    ],
)
def test_severity(old, new, severity):
    (change,) = diff(snapshot(*old), snapshot(*new))
    assert severity_of(change) == severity


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ((), (domain(not_null=True),), "domain public.d was added on prod: integer, not null"),
        ((), (composite(("a", "text", None)),), "composite public.c was added on prod: a text"),
        ((), (CAST,), "cast (public.c AS integer) was added on prod: implicit, inout"),
        (
            (configuration(),),
            (configuration(("word", "a_b", "c")),),
            "text search configuration public.c was altered on prod: mappings.word is a_b, c instead of none",
        ),
        (
            (composite(("a_b", "text", None)),),
            (composite(("a_b", "integer", None)),),
            "composite public.c was altered on prod: columns.a_b is integer instead of text",
        ),
    ],
)
def test_sentence(old, new, sentence):
    (found,) = judge("prod", snapshot(*old), snapshot(*new))
    assert found.sentence == sentence


def test_the_name_of_an_item_cannot_drive_a_terminal():
    """A column's name is what somebody chose."""
    old, new = snapshot(composite()), snapshot(composite(("a\x1b[2J\n+ table x", "text", None)))
    text = "\n".join(line for change in diff(old, new) for line in change_lines(change))
    assert "\x1b" not in text
    assert len(text.splitlines()) == 2


def test_an_order_that_changes_with_an_item_is_told():
    """The items of both that stand otherwise are a difference of their own."""
    a, b, c = (("a", "text", None), ("b", "text", None), ("c", "text", None))
    (change,) = diff(snapshot(composite(a, b)), snapshot(composite(b, a, c)))
    assert list(change.attributes) == ["columns", "columns.c"]
    (change,) = diff(snapshot(composite(a, b)), snapshot(composite(a, c, b)))
    assert list(change.attributes) == ["columns.c"]
