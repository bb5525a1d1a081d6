"""A diff as people read it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardian.names import printable
from guardian.report.attribute import text_difference
from guardian.report.diff import DiffReport, diff_document, diff_lines
from guardian.report.diff_markdown import diff_markdown
from guardian.report.lines import Tone, plain
from guardian.schema.diff import diff, suggest_renames
from guardian.schema.model import Privilege
from tests.plugin.schema import column, constraint, function, index, snapshot, table, view


def report(old, new, **counts):
    one, other = snapshot(*old), snapshot(*new)
    changes = diff(one, other)
    return DiffReport(old=one, new=other, changes=changes, suggestions=suggest_renames(changes, one, other), **counts)


def text(old, new, **counts):
    return plain(diff_lines(report(old, new, **counts))).splitlines()


BASE = (table(), column("a"))


def test_the_parts_of_a_table_stand_below_it():
    old = (*BASE, table("b"), column("x", "b"), index("i", "b"))
    new = (
        table(comment="c"),
        column("a", type="integer", not_null=True),
        constraint("k"),
        table("b"),
        column("x", "b"),
        column("y", "b", position=2),
        view("v"),
    )
    assert text(old, new) == [
        "~ table public.b",
        "    + column y  text, nullable",
        "    - index i  CREATE INDEX i ON public.b USING btree (a)",
        "~ table public.orders",
        "    comment: none -> c",
        "    ~ column a",
        "        not null: no -> yes",
        "        type: text -> integer",
        "    + constraint k  CHECK ((a > 0))",
        "+ view public.v  a integer",
        "3 added, 1 removed, 2 altered; the worst is high",
    ]


def test_nothing_is_equal_in_one_word():
    assert text(BASE, BASE) == ["equal"]
    assert text(BASE, BASE, ignored=2, other_kinds=1) == ["equal; not shown: 1 of other kinds, 2 ignored by rules"]


def test_a_rename_is_suggested_where_it_came():
    assert text(BASE, (table(), column("b"))) == [
        "~ table public.orders",
        "    - column a  text, nullable  critical",
        "    + column b  text, nullable  (may be a rename of public.orders.a)",
        "1 added, 1 removed; the worst is critical",
    ]
    assert diff_document(report(BASE, (table(), column("b"))))["suggestions"] == [
        {"suggestion": "rename", "kind": "column", "from": "public.orders.a", "to": "public.orders.b"}
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (None, "granted", "+ SELECT granted to anon"),
        (None, "grantable", "+ SELECT granted to anon with grant option"),
        (None, "revoked", "- SELECT revoked from anon"),
        ("granted", None, "- SELECT revoked from anon"),
        ("grantable", None, "- SELECT revoked from anon"),
        ("revoked", None, "+ SELECT granted to anon again, as by default"),
        ("granted", "grantable", "~ SELECT is now granted to anon with grant option"),
        ("grantable", "granted", "~ SELECT is now granted to anon without grant option"),
        ("granted", "revoked", "- SELECT revoked from anon"),
        ("revoked", "granted", "+ SELECT granted to anon"),
    ],
)
def test_a_privilege_is_told_in_words(old, new, told):
    sides = [(table(privileges=(Privilege("anon", "SELECT", state),) if state else ()),) for state in (old, new)]
    assert text(*sides)[1].strip() == told


def test_who_and_where_of_a_privilege():
    old = (column("a"),)
    new = (
        column(
            "a",
            privileges=(Privilege("public", "SELECT", "granted", "admin"),),
            sequence_privileges=(Privilege("a.b", "USAGE", "granted"),),
        ),
    )
    assert [line.strip() for line in text(old, new)[2:4]] == [
        "+ SELECT granted to PUBLIC by admin",
        "+ USAGE on its sequence granted to a.b",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"default": None}, {"default": "none"}, ['default: null -> "none"']),
        ({"default": ""}, {"default": None}, ['default: "" -> none']),
        ({"options": ("a", "b")}, {"options": ("a, b",)}, ['options: ["a", "b"] -> ["a, b"]']),
        ({"options": ()}, {"options": ("n=1",)}, ["options: none -> n=1"]),
        ({"default": "x" * 31}, {"default": "y" * 30}, ["default:", f"- {'x' * 31}", f"+ {'y' * 30}"]),
        ({"default": "x" * 30}, {"default": "y" * 30}, [f"default: {'x' * 30} -> {'y' * 30}"]),
        ({"default": "a\nb"}, {"default": "a"}, ["default:", "a", "- b"]),
    ],
)
def test_old_and_new(old, new, told):
    """Short values stand side by side, long ones one under another, and what differs never looks the same."""
    assert [line.strip() for line in text((column("a", **old),), (column("a", **new),))[2:-1]] == told


def test_a_long_body_shows_what_is_around_the_difference():
    lines = [f"  line {number};" for number in range(20)]
    changed = [*lines[:10], "\tother;", *lines[11:]]
    shown = text((function("f", body="\n".join(lines)),), (function("f", body="\n".join(changed)),))
    assert shown[1:-1] == [
        "    body:",
        "        ...",
        "          line 8;",
        "          line 9;",
        "      -   line 10;",
        "      + \tother;",
        "          line 11;",
        "          line 12;",
        "        ...",
    ]


TEXT = st.text("ab\n\t\x1b`+- ", max_size=30)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_a_line_diff_has_every_line_that_differs(old, new):
    tones = {Tone.REMOVED: [], Tone.ADDED: []}
    for *_, span in text_difference(old, new):
        if span.tone in tones:
            tones[span.tone].append(span.text[2:])
    before, after = old.split("\n"), new.split("\n")
    for line in tones[Tone.REMOVED]:
        assert line in [printable(one, lines=True) for one in before]
    assert len(before) - len(tones[Tone.REMOVED]) == len(after) - len(tones[Tone.ADDED])
    assert (old == new) == (tones == {Tone.REMOVED: [], Tone.ADDED: []})


HOSTILE = st.text(st.sampled_from("a\n\r\t`\x1b\u202e<>&@#.\"'*_$+- ~"), min_size=1, max_size=12)


@settings(deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_whatever_a_name_holds_breaks_neither_line_nor_terminal_nor_fence(one, other, value, body):
    old = (table(one), column("a", one, default=value), function(other, body=body))
    new = (
        table(one, comment=value),
        column("a", one, default=body),
        column(other + "x", one),
        function(other, body=value),
    )
    found = report(old, new)
    for line in diff_lines(found):
        shown = "".join(span.text for span in line)
        assert "\n" not in shown
        assert printable(shown, lines=True) == shown
    shown = diff_markdown(found)
    assert printable(shown, lines=True) == shown
    # Outside of the fences there is nothing but what this renderer wrote, and names in <code>.
    rest = re.sub(r"^(`{3,})diff\n.*?^\1$", "", shown, flags=re.MULTILINE | re.DOTALL)
    for line in filter(None, rest.splitlines()):
        assert re.fullmatch(
            r"\*\*[\w ,;]+\*\*|<details><summary>[-+~] [\w ]+ <code>[^<>]*</code>[\w ,:]*</summary>|</details>", line
        ), line
    for fence in re.findall(r"^(`{3,})diff$", shown, re.MULTILINE):
        assert len(re.findall(rf"^{fence}$", shown, re.MULTILINE)) >= 1


def test_markdown_has_a_section_for_each_object():
    shown = diff_markdown(report((*BASE, view("v<x>")), (table(), column("a"), column("b", position=2))))
    assert shown.split("\n\n") == [
        "**1 added, 1 removed; the worst is high**",
        "<details><summary>~ table <code>public.orders</code>: 1 added</summary>",
        "```diff\n! table public.orders\n+     column b  text, nullable\n```",
        "</details>",
        "<details><summary>- view <code>public.&quot;v&lt;x&gt;&quot;</code></summary>",
        '```diff\n- view public."v<x>"  a integer\n```',
        "</details>",
    ]


def test_a_longer_fence_holds_what_has_a_fence_in_it():
    shown = diff_markdown(
        report(
            (),
            (table("x", comment="y"), constraint("c", "x"), view("```")),
        )
    )
    assert '````diff\n+ view public."```"  a integer\n````' in shown


@pytest.mark.parametrize("limit", [1000, 5000, 60_000])
def test_markdown_keeps_its_limit_and_counts_what_is_left_out(limit):
    new = [part for n in range(300) for part in (table(f"t{n:03d}", comment="c" * 50),)]
    old = [part for n in range(300) for part in (table(f"t{n:03d}"),)]
    found = report(old, new)
    shown = diff_markdown(found, limit=limit)
    assert len(shown) <= limit
    left = re.search(r"_(\d+) changes of (\d+) objects are left out", shown)
    sections = shown.count("<details>")
    assert sections + int(left[1] if left else 0) == 300
    assert sections >= 1


def test_one_huge_object_is_cut_and_says_so():
    old, new = ("\n".join(f"{word} {n}" for n in range(20_000)) for word in ("old", "new"))
    shown = diff_markdown(report((function("f", body=old),), (function("f", body=new),)))
    assert len(shown) < 30_000
    assert re.search(r"… \d+ lines are left out\n```\n", shown)


def test_the_order_is_the_same_whatever_the_order_of_the_objects():
    old = [table("b"), column("x", "b"), table(), column("a"), view("v")]
    new = [table("b"), column("y", "b"), table(comment="c"), column("a", type="int"), function("f")]
    wanted = text(old, new)
    assert text(old[::-1], new[::-1]) == wanted
    assert wanted[-1] == "2 added, 2 removed, 2 altered; the worst is critical"
