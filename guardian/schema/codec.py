"""The canonical text form of a snapshot, and its fingerprint.

JSON with sorted keys, one object on a line, so that two snapshots in git differ where the schemas do.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, fields
from typing import Any

from guardian.errors import GuardianError
from guardian.schema.model import MODELS, Dependency, Key, Kind, Privilege, SchemaObject, Snapshot

FORMAT = 2
# Format 1 had no owners and privileges, and wrote every field; it is read as if those were the defaults.
READABLE = frozenset({1, FORMAT})

_DEFAULTS = {
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
    try:
        document = json.loads(text)
    except ValueError as error:
        raise GuardianError(f"the snapshot is not JSON ({error}); write it again with guardian snapshot") from error
    found = document.get("format") if isinstance(document, dict) else None
    if found not in READABLE:
        raise GuardianError(
            f"the snapshot has format {found!r}, this guardian reads {', '.join(map(str, sorted(READABLE)))}; "
            "write it again with guardian snapshot, or update guardian"
        )
    try:
        return Snapshot(
            server_version=document["server_version"],
            schemas=tuple(document["schemas"]),
            objects=tuple(_object(record) for record in document["objects"]),
            dependencies=tuple(_dependency(*edge) for edge in document["dependencies"]),
            unseen=tuple(document.get("unseen", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise GuardianError(f"the snapshot is damaged ({error}); write it again with guardian snapshot") from error


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
    defaults = _DEFAULTS[found.kind]
    values = {name: getattr(found, name) for name in found.fields()}
    return {"kind": found.kind, **{n: v for n, v in values.items() if n not in defaults or v != defaults[n]}}


def _object(record: dict[str, Any]) -> SchemaObject:
    attributes = {name: _frozen(value) for name, value in record.items() if name != "kind"}
    model = MODELS[Kind(record["kind"])]
    known, needed = set(model.fields()), set(model.fields()) - _DEFAULTS[model.kind].keys()
    if not needed <= attributes.keys() <= known:
        wrong = (needed - attributes.keys()) | (attributes.keys() - known)
        raise ValueError(f"{record['kind']} with {', '.join(sorted(wrong))} missing or unknown")
    if "privileges" in attributes:
        attributes["privileges"] = tuple(Privilege(*item) for item in attributes["privileges"])
    return model(**attributes)


def _dependency(kind: str, name: str, on_kind: str, on_name: str) -> Dependency:
    return Dependency(Key(Kind(kind), name), Key(Kind(on_kind), on_name))


def _frozen(value: Any) -> Any:  # noqa: ANN401
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _dump(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _lines(items: list[str]) -> str:
    return "[\n" + ",\n".join(items) + "\n]" if items else "[]"
