from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardian.errors import GuardianError
from guardian.schema import codec
from guardian.schema.codec import fingerprint, parse_snapshot, render_snapshot
from guardian.schema.diff import diff
from guardian.schema.json_schema import snapshot_schema
from guardian.schema.model import MODELS, Dependency, Privilege, Snapshot
from guardian.schema.upgrade import real_text
from tests.plugin.json_schema import is_valid
from tests.plugin.schema import column, function, snapshot, table

# Dozens of kinds with dozens of fields are slow to make on a busy machine.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


# Made once: working out the hints of every model costs more than drawing from them.
OBJECTS = st.one_of([_objects(model) for model in MODELS.values()])


@st.composite
def snapshots(draw):
    found = draw(st.lists(OBJECTS, max_size=4))
    by_key = {item.key: item for item in found}
    pairs = st.tuples(st.sampled_from(sorted(by_key)), st.sampled_from(sorted(by_key))) if by_key else st.nothing()
    edges = {Dependency(*pair) for pair in draw(st.lists(pairs, max_size=4 if by_key else 0))}
    return Snapshot.of(
        list(by_key.values()), server_version=draw(st.sampled_from([140000, 180004])), dependencies=edges
    )


@PATIENT
@given(snapshots())
def test_round_trip(found):
    """What is written is read back as it was, and written the same again."""
    text = render_snapshot(found)
    assert parse_snapshot(text) == found
    assert render_snapshot(parse_snapshot(text)) == text
    assert text.endswith("}\n")
    assert json.loads(text)["format"] == 2


@PATIENT
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


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"persistence":"permanent"', '"persistence":1', "a table: 1 is not a text"),
        ('"position":1', '"position":true', "a column: True is not a whole number"),
        ('"position":1', '"position":1.5', "a column: 1.5 is not a whole number"),
        ('"not_null":false', '"not_null":0', "a column: 0 is not true or false"),
        ('"options":[]', '"options":"fillfactor=70"', "a table: 'fillfactor=70' is not a list"),
        ('"options":[]', '"options":[null]', "a table: None is not a text"),
        ('"column":"a"', '"column":"a","privileges":[["r","SELECT","granted"]]', "is not a list of 4"),
        ('"column":"a"', '"column":"a\\u0000"', "a NUL character"),
        ('"column":"a"', '"column":"a\\ud800"', "surrogates not allowed"),
        ('"column":"a"', '"column":"a","colour":"red"', "a column: 'colour' unknown"),
        ('"server_version": 180000', '"server_version": "18"', "'18' is not a whole number"),
        ('"schemas": ["public"]', '"schemas": "public"', "'public' is not a list"),
        ('"dependencies": []', '"dependencies": [["table","a","table"]]', "is not a list of 4"),
        ('"dependencies": []', '"dependencies": [["cable","a","table","b"]]', "a dependency of kind 'cable'"),
        ('"dependencies": []', '"dependencies": [], "more": 1', "'more' missing or unknown"),
        ('"format": 2', '"format": true', "the snapshot has format True"),
        ('"format": 2', '"format": [2]', "the snapshot has format \\[2\\]"),
    ],
)
def test_a_wrong_type_is_refused(old, new, said):
    """What is no value of its field never gets into an object, where it would be found out far from here."""
    text = render_snapshot(snapshot(table(), column("a")))
    assert old in text
    with pytest.raises(GuardianError, match=said):
        parse_snapshot(text.replace(old, new))


def test_an_object_that_is_there_twice_is_refused():
    text = render_snapshot(snapshot(table(), column("a"), column("b")))
    with pytest.raises(GuardianError, match=r"column public\.orders\.a is there more than once"):
        parse_snapshot(text.replace('"column":"b"', '"column":"a"'))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '{"format": ' + "9" * 5000 + "}"])
def test_what_is_too_deep_or_too_long_is_refused(text):
    with pytest.raises(GuardianError, match="the snapshot is not JSON"):
        parse_snapshot(text)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def _places(value, path=()):
    """Yield the path of everything in a document."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _places(inner, (*path, key))


def _mutated(document, path, new):
    """Return the document with another value, or none, at the path."""
    if not path:
        return None if new is ... else new
    changed = dict(document) if isinstance(document, dict) else list(document)
    if new is ... and len(path) == 1:
        del changed[path[0]]
    else:
        changed[path[0]] = _mutated(document[path[0]], path[1:], new)
    return changed


RECORDED = sorted((Path(__file__).parents[1] / "corpus" / "snapshot").glob("*.json"))
NEWEST = json.loads(RECORDED[-1].read_text())
SCHEMA = json.loads((Path(codec.__file__).parent / "snapshot.schema.json").read_text())


@settings(PATIENT, max_examples=300)
@given(st.data())
def test_a_mutated_file_is_read_or_refused_in_one_sentence(data):
    """Never a traceback; and what the JSON Schema refuses, the reader refuses, and the other way round."""
    paths = list(_places(NEWEST))
    document = NEWEST
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(paths))
        with suppress(LookupError, TypeError):  # the first mutation took the second's place away
            document = _mutated(document, path, data.draw(st.just(...) | JUNK))
    valid = is_valid(document, SCHEMA)
    if refused := _refused(json.dumps(document)):
        beyond = ("more than once", "NUL character", "surrogates")
        assert not valid or any(words in refused for words in beyond), refused
        return
    assert valid
    found = parse_snapshot(json.dumps(document))
    assert parse_snapshot(render_snapshot(found)) == found
    assert diff(found, found) == ()
    assert fingerprint(found)


def _refused(text):
    try:
        parse_snapshot(text)
    except GuardianError as fault:
        return str(fault)
    return None


@PATIENT
@given(snapshots())
def test_what_is_written_is_as_the_json_schema_says(found):
    assert is_valid(json.loads(render_snapshot(found)), SCHEMA)


def test_the_json_schema_is_that_of_the_models():
    """Otherwise: python -m guardian.schema.json_schema > guardian/schema/snapshot.schema.json."""
    assert snapshot_schema() == SCHEMA


def test_a_word_that_the_checker_does_not_know_is_no_silent_yes():
    with pytest.raises(KeyError):
        is_valid("a", {"type": "string", "maxLength": 0})


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_what_was_written_once_is_read_for_ever(file):
    """Each file was written by a guardian of its time, and must load in every later one."""
    found = parse_snapshot(file.read_text())
    assert {"column", "constraint", "function", "index", "policy", "sequence", "table", "trigger", "view"} <= {
        item.kind for item in found.objects
    }
    assert {item.cost for item in found.objects if item.kind == "function"} == {"100"}
    again = parse_snapshot(render_snapshot(found))
    assert again == found
    assert fingerprint(again) == fingerprint(found)


def test_every_readable_format_is_recorded():
    formats = {json.loads(file.read_text())["format"] for file in RECORDED}
    assert formats == codec.READABLE


def test_what_an_older_guardian_wrote_is_read():
    """Format 1 wrote every field, and knew neither owners nor privileges; cost and rows were numbers."""
    found = snapshot(table(), column("a", comment="c"), function("f", cost="0.25", rows="1e+06"))
    text = render_snapshot(found)
    document = json.loads(text)
    for record, item in zip(document["objects"], found.objects, strict=True):
        record.update({name: getattr(item, name) for name in item.fields()})
        for name in ("owner", "privileges", "security_labels", "depends_on_extensions", "unseen"):
            del record[name]
        if record["kind"] == "function":
            record.update(cost=0.25, rows=1000000)
    del document["unseen"]
    assert parse_snapshot(json.dumps({**document, "format": 1})) == found


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (1, "1"), (0.10000000149011612, "0.1"), (123456, "123456"), (1e6, "1e+06"), (1.5e-5, "1.5e-05")],
)
def test_a_number_is_what_the_server_prints(number, text):
    assert real_text(number) == text


@pytest.mark.slow
def test_ten_thousand_tables_are_read_in_seconds():
    """In five seconds of one processor, as the target is, and in memory that a laptop has."""
    objects = []
    for number in range(10_000):
        name = f"table_{number:05d}"
        objects += [table(name), *(column(f"column_{place}", name, position=place) for place in range(1, 11))]
    text = render_snapshot(snapshot(*objects))
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = parse_snapshot(text)
    taken, grown = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert len(found.objects) == 110_000
    assert taken < 5
    assert grown < 60 * 10_000 * (1 if sys.platform == "linux" else 1024)  # kB; bytes elsewhere
