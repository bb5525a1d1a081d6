from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardian.errors import GuardianError
from guardian.schema.codec import fingerprint, parse_snapshot, render_snapshot
from guardian.schema.diff import diff
from guardian.schema.model import MODELS, Dependency, Privilege, Snapshot
from tests.plugin.schema import column, function, snapshot, table

NAME = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
SIMPLE = {
    str: NAME,
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    type(None): st.none(),
    Privilege: st.builds(Privilege, NAME, NAME, NAME, st.none() | NAME),
}


def _values(hint):
    """Values of any type that a model's field may have."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    arguments = get_args(hint)
    if get_origin(hint) is not tuple:
        return st.one_of([_values(argument) for argument in arguments])
    if arguments[-1] is Ellipsis:
        return st.lists(_values(arguments[0]), max_size=3).map(tuple)
    return st.tuples(*map(_values, arguments))


def _objects(model):
    hints = get_type_hints(model)
    kinds = {field.name: hints[field.name] for field in fields(model) if field.init}
    return st.fixed_dictionaries({name: _values(hint) for name, hint in kinds.items()}).map(lambda v: model(**v))


# Made once: there are many fields, and a strategy for each.
OBJECTS = st.lists(st.one_of([_objects(model) for model in MODELS.values()]), max_size=8)


@st.composite
def snapshots(draw):
    found = draw(OBJECTS)
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
    assert json.loads(text)["format"] == 2


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
        ("[]", "the snapshot has format None, this guardian reads 1, 2"),
        ('{"format": 3}', "the snapshot has format 3, this guardian reads 1, 2"),
        ('{"format": 1}', "the snapshot is damaged"),
    ],
)
def test_what_is_no_snapshot_is_refused(text, sentence):
    with pytest.raises(GuardianError, match=sentence):
        parse_snapshot(text)


@pytest.mark.parametrize(("old", "new"), [('"persistence":"permanent",', ""), ('"kind":"table"', '"kind":"cable"')])
def test_a_damaged_object_is_refused(old, new):
    """A field too few or a kind unknown is no object, rather than one with something made up."""
    text = render_snapshot(snapshot(table()))
    assert old in text
    with pytest.raises(GuardianError, match="damaged"):
        parse_snapshot(text.replace(old, new))


def test_what_an_older_guardian_wrote_is_read():
    """Format 1 wrote every field, and knew neither owners nor privileges."""
    found = snapshot(table(), column("a", comment="c"))
    text = render_snapshot(found)
    document = json.loads(text)
    for record, item in zip(document["objects"], found.objects, strict=True):
        record.update({name: getattr(item, name) for name in item.fields()})
        for name in ("owner", "privileges", "security_labels", "unseen"):
            del record[name]
    del document["unseen"]
    assert parse_snapshot(json.dumps({**document, "format": 1})) == found
