from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.errors import GuardianError
from guardian.schema.codec import fingerprint, parse_snapshot, render_snapshot
from guardian.schema.diff import diff
from guardian.schema.model import MODELS, Dependency, Snapshot
from tests.plugin.schema import column, function, snapshot, table

NAME = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
VALUES = {
    "str": NAME,
    "int": st.integers(-(2**63), 2**63 - 1),
    "bool": st.booleans(),
    "float": st.floats(0, 1e9),
    "str | None": st.none() | NAME,
    "int | None": st.none() | st.integers(0, 2**31),
    "tuple[str, ...]": st.lists(NAME, max_size=3).map(tuple),
    "tuple[tuple[str, str], ...]": st.lists(st.tuples(NAME, NAME), max_size=2).map(tuple),
    "tuple[str, str] | None": st.none() | st.tuples(NAME, NAME),
    "tuple[str, str, str] | None": st.none() | st.tuples(NAME, NAME, NAME),
}


def _objects(model):
    kinds = {field.name: field.type for field in fields(model) if field.init}
    return st.fixed_dictionaries({name: VALUES[kind] for name, kind in kinds.items()}).map(lambda v: model(**v))


@st.composite
def snapshots(draw):
    found = draw(st.lists(st.one_of([_objects(model) for model in MODELS.values()]), max_size=8))
    by_key = {item.key: item for item in found}
    pairs = st.tuples(st.sampled_from(sorted(by_key)), st.sampled_from(sorted(by_key))) if by_key else st.nothing()
    edges = {Dependency(*pair) for pair in draw(st.lists(pairs, max_size=4 if by_key else 0))}
    return Snapshot.of(
        list(by_key.values()), server_version=draw(st.sampled_from([140000, 180004])), dependencies=edges
    )


@given(snapshots())
def test_round_trip(found):
    """What is written is read back as it was, and written the same again."""
    text = render_snapshot(found)
    assert parse_snapshot(text) == found
    assert render_snapshot(parse_snapshot(text)) == text
    assert text.endswith("}\n")
    assert json.loads(text)["format"] == 1


@given(snapshots(), snapshots())
def test_fingerprint_and_diff_agree(one, other):
    """Nothing differs from itself; equal fingerprints mean no changes, and on equal servers the other way round."""
    assert diff(one, one) == ()
    forth, back = diff(one, other), diff(other, one)
    assert [(c.kind, c.name) for c in forth] == [(c.kind, c.name) for c in back]
    assert tuple(change.reversed() for change in back) == forth
    if fingerprint(one) == fingerprint(other):
        assert forth == ()


def test_fingerprint_sees_what_is_compared_only():
    """Neither the server's version nor what only helps to write DDL is part of it."""
    found = snapshot(table(), column("a"), function("f"))
    assert fingerprint(replace(found, server_version=160000)) == fingerprint(found)
    assert fingerprint(snapshot(table(), column("a"), function("f", definition="other"))) == fingerprint(found)
    assert fingerprint(snapshot(table(), column("a"), function("f", body="select 2"))) != fingerprint(found)
    assert fingerprint(snapshot(table(), column("a", comment="c"), function("f"))) != fingerprint(found)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "the snapshot is not JSON"),
        ("[]", "the snapshot has format None, this guardian reads 1"),
        ('{"format": 2}', "the snapshot has format 2, this guardian reads 1"),
        ('{"format": 1}', "the snapshot is damaged"),
    ],
)
def test_what_is_no_snapshot_is_refused(text, sentence):
    with pytest.raises(GuardianError, match=sentence):
        parse_snapshot(text)


@pytest.mark.parametrize(("old", "new"), [('"comment":null,', ""), ('"kind":"table"', '"kind":"cable"')])
def test_a_damaged_object_is_refused(old, new):
    """A field too few or a kind unknown is no object, rather than one with something made up."""
    text = render_snapshot(snapshot(table()))
    assert old in text
    with pytest.raises(GuardianError, match="damaged"):
        parse_snapshot(text.replace(old, new))
