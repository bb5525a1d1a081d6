"""The JSON Schema of a snapshot file, made from the models.

`python -m guardian.schema.json_schema` prints it; guardian/schema/snapshot.schema.json is what it printed last.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from guardian.schema.codec import DEFAULTS, FORMAT
from guardian.schema.model import MODELS, SchemaObject
from guardian.schema.shape import field_types, schema_of

_TEXTS = {"type": "array", "items": {"type": "string"}}


def snapshot_schema() -> Mapping[str, Any]:
    """Return the schema of a file of today's format, in JSON Schema draft 2020-12.

    Beyond it, no text may have a NUL character or half of a surrogate pair in it, and no object be there twice.
    """
    names = sorted(MODELS)
    kind = {"enum": [str(name) for name in names]}
    edge = {
        "type": "array",
        "prefixItems": [kind, {"type": "string"}, kind, {"type": "string"}],
        "minItems": 4,
        "maxItems": 4,
    }
    properties = {
        "format": {"const": FORMAT},
        "server_version": {"type": "integer"},
        "schemas": _TEXTS,
        "unseen": _TEXTS,
        "objects": {"type": "array", "items": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in names]}},
        "dependencies": {"type": "array", "items": edge},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A schema as guardian snapshot writes it",
        **_object(properties, required=properties.keys() - {"unseen"}),
        "$defs": {str(name): _model(MODELS[name]) for name in names},
    }


def render_schema() -> str:
    return json.dumps(snapshot_schema(), indent=2, sort_keys=True) + "\n"


def _model(model: type[SchemaObject]) -> dict[str, Any]:
    fields = {name: schema_of(hint) for name, hint in field_types(model).items()}
    return _object(
        {"kind": {"const": str(model.kind)}, **fields},
        required={"kind", *fields} - DEFAULTS[model.kind].keys(),
    )


def _object(properties: Mapping[str, Any], *, required: set[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(required),
        "additionalProperties": False,
    }


if __name__ == "__main__":
    sys.stdout.write(render_schema())
