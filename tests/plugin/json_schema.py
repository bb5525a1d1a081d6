"""A small, strict reader of JSON Schema: a word that it does not know is an error, never passed over."""

from __future__ import annotations

from typing import Any

_TYPES = {"string": str, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict}
_ANNOTATIONS = {"$schema", "title", "$defs"}


def is_valid(value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None) -> bool:
    """Return whether the value is as the schema says. Raises KeyError for a schema with an unknown word."""
    whole = schema if root is None else root
    return all(_WORDS[word](value, schema, whole) for word in schema.keys() - _ANNOTATIONS)


def _type(value, schema, root):
    return type(value) is _TYPES[schema["type"]]


def _const(value, schema, root):
    return type(value) is type(schema["const"]) and value == schema["const"]


def _enum(value, schema, root):
    return any(_const(value, {"const": item}, root) for item in schema["enum"])


def _any_of(value, schema, root):
    return any(is_valid(value, choice, root) for choice in schema["anyOf"])


def _ref(value, schema, root):
    return is_valid(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)


def _properties(value, schema, root):
    known = schema["properties"]
    return not isinstance(value, dict) or all(
        is_valid(item, known[name], root) for name, item in value.items() if name in known
    )


def _required(value, schema, root):
    return not isinstance(value, dict) or value.keys() >= set(schema["required"])


def _additional(value, schema, root):
    assert schema["additionalProperties"] is False
    return not isinstance(value, dict) or value.keys() <= schema["properties"].keys()


def _items(value, schema, root):
    return not isinstance(value, list) or all(is_valid(item, schema["items"], root) for item in value)


def _prefix(value, schema, root):
    return not isinstance(value, list) or all(
        is_valid(item, each, root) for item, each in zip(value, schema["prefixItems"], strict=False)
    )


def _min_items(value, schema, root):
    return not isinstance(value, list) or len(value) >= schema["minItems"]


def _max_items(value, schema, root):
    return not isinstance(value, list) or len(value) <= schema["maxItems"]


_WORDS = {
    "type": _type,
    "const": _const,
    "enum": _enum,
    "anyOf": _any_of,
    "$ref": _ref,
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "items": _items,
    "prefixItems": _prefix,
    "minItems": _min_items,
    "maxItems": _max_items,
}
