"""The canonical text form of a snapshot, and its fingerprint.

JSON with sorted keys, one object on a line, so that two snapshots in git differ where the schemas do.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from guardian.errors import GuardianError
from guardian.schema.model import MODELS, Dependency, Key, Kind, SchemaObject, Snapshot, order
from guardian.schema.shape import Reader, field_types, reader_of
from guardian.schema.upgrade import upgraded

FORMAT = 2
READABLE = frozenset({1, FORMAT})

_BY_WORD = {str(kind): model for kind, model in MODELS.items()}
_TOP_LEVEL = frozenset({"dependencies", "format", "objects", "schemas", "server_version", "unseen"})
_NUMBER, _TEXTS = reader_of(int), reader_of(tuple[str, ...])
_EDGES = reader_of(tuple[tuple[str, str, str, str], ...])
_SHOWN = 60  # characters of a value that a message repeats

DEFAULTS = {
    kind: {f.name: f.default for f in fields(model) if f.init and f.default is not MISSING}
    for kind, model in MODELS.items()
}


def render_snapshot(snapshot: Snapshot) -> str:
    """Return the snapshot as canonical JSON, with a newline at the end."""
    parts = (
        f'"dependencies": {_lines([_dump([*edge.dependent, *edge.on]) for edge in snapshot.dependencies])}',
        f'"format": {FORMAT}',
        f'"objects": {_lines([_dump(_record(found)) for found in snapshot.objects])}',
        f'"schemas": {_dump(list(snapshot.schemas))}',
        f'"server_version": {snapshot.server_version}',
        f'"unseen": {_dump(list(snapshot.unseen))}',
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def parse_snapshot(text: str) -> Snapshot:
    """Return the snapshot that `render_snapshot` wrote. Raises GuardianError for anything else."""
    document = _parse_json(text)
    found = document.get("format") if isinstance(document, dict) else None
    # A dictionary's look-up would take true and 1.0 for 1, and a list for an error.
    if type(found) is not int or found not in READABLE:
        raise GuardianError(
            f"the snapshot has format {_short(found)}, this guardian reads {', '.join(map(str, sorted(READABLE)))}; "
            "write it again with guardian snapshot, or update guardian"
        )
    try:
        return _snapshot(document)
    except (ValueError, RecursionError) as error:
        raise GuardianError(f"the snapshot is damaged ({error}); write it again with guardian snapshot") from error


def _parse_json(text: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(text)
    except ValueError as error:
        reason = str(error)
    except RecursionError:
        reason = "it is nested too deeply"
    raise GuardianError(f"the snapshot is not JSON ({reason}); write it again with guardian snapshot")


def _snapshot(document: dict[str, Any]) -> Snapshot:
    values = {"unseen": [], **document}
    if values.keys() != _TOP_LEVEL:
        raise ValueError(f"{', '.join(sorted(map(_short, values.keys() ^ _TOP_LEVEL)))} missing or unknown")
    objects = [_object(upgraded(record, version=document["format"])) for record in _records(values["objects"])]
    dependencies = [Dependency(_key(*edge[:2]), _key(*edge[2:])) for edge in _EDGES(values["dependencies"])]
    if len({found.key for found in objects}) < len(objects):
        kind, name = Counter(found.key for found in objects).most_common(1)[0][0]
        raise ValueError(f"{kind} {name} is there more than once")
    # Sorted again: the order of the kinds is not the same in every guardian.
    return Snapshot(
        server_version=_NUMBER(values["server_version"]),
        schemas=tuple(sorted(_TEXTS(values["schemas"]))),
        objects=tuple(sorted(objects, key=lambda found: order(found.key))),
        dependencies=tuple(sorted(dependencies, key=lambda edge: (order(edge.dependent), order(edge.on)))),
        unseen=tuple(sorted(_TEXTS(values["unseen"]))),
    )


def fingerprint(snapshot: Snapshot) -> str:
    """Return the sha256, hexadecimal, over what is compared: the objects, whatever the server's version."""
    digest = hashlib.sha256()
    for found in snapshot.objects:
        digest.update(canonical(found).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def canonical(found: SchemaObject) -> str:
    """Return kind, name and compared attributes of one object as one line of JSON."""
    return _dump({"kind": found.kind, "name": found.name, **found.values()})


def _record(found: SchemaObject) -> dict[str, Any]:
    """Return what is not the default of its model, so that what most objects lack takes no room."""
    defaults = DEFAULTS[found.kind]
    values = {name: getattr(found, name) for name in found.fields()}
    return {"kind": found.kind, **{n: v for n, v in values.items() if n not in defaults or v != defaults[n]}}


def _records(value: Any) -> list[Any]:  # noqa: ANN401
    if not isinstance(value, list):
        raise ValueError("the objects are no list")  # noqa: TRY004 - as all that is damaged
    return value


def _object(record: Any) -> SchemaObject:  # noqa: ANN401
    kind = record.get("kind") if isinstance(record, dict) else None
    model = _BY_WORD.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise ValueError(f"an object of kind {_short(kind)}")
    readers, needed = _shape(model.kind)
    try:
        attributes = {name: readers[name](value) for name, value in record.items() if name != "kind"}
        if needed <= attributes.keys():
            return model(**attributes)
        problem = f"{', '.join(sorted(needed - attributes.keys()))} missing"
    except KeyError as unknown:
        problem = f"{_short(unknown.args[0])} unknown"
    except ValueError as fault:
        problem = str(fault)
    raise ValueError(f"a {kind}: {problem}")


@functools.cache
def _shape(kind: Kind) -> tuple[Mapping[str, Reader], frozenset[str]]:
    """Return what reads each field, and the fields that have no default."""
    readers = {name: reader_of(hint) for name, hint in field_types(MODELS[kind]).items()}
    return readers, frozenset(readers.keys() - DEFAULTS[kind].keys())


def _key(kind: str, name: str) -> Key:
    if kind not in _BY_WORD:
        raise ValueError(f"a dependency of kind {_short(kind)}")
    return Key(_BY_WORD[kind].kind, name)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _dump(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _lines(items: list[str]) -> str:
    return "[\n" + ",\n".join(items) + "\n]" if items else "[]"
