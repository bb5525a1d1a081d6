"""What a model's field may hold, as its annotation says: the one source of the check and of the JSON Schema.

A shape is what a type looks like in JSON. `reader_of` returns a function that turns a decoded JSON value into the
field's value, and raises ValueError for any other; `schema_of` returns the JSON Schema that says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

from guardian.schema.model import Privilege, SchemaObject

Reader = Callable[[Any], Any]


def field_types(model: type[SchemaObject]) -> Mapping[str, Any]:
    """Return the type of each field that an object is made of."""
    hints = get_type_hints(model)
    return {field.name: hints[field.name] for field in fields(model) if field.init}


def reader_of(hint: Any) -> Reader:  # noqa: ANN401
    """Return what reads a value of the type. Raises TypeError for a type that no model may have."""
    if hint is str:
        return read_text
    if hint in (int, bool):
        return _exactly(hint)
    if hint is Privilege:
        parts = _fixed([reader_of(part) for part in get_type_hints(Privilege).values()])
        return lambda value: Privilege(*parts(value))
    if type(None) in get_args(hint):
        (whole,) = (part for part in get_args(hint) if part is not type(None))
        return _optional(reader_of(whole))
    if get_origin(hint) is tuple:
        first, *rest = get_args(hint)
        return _many(reader_of(first)) if rest == [...] else _fixed([reader_of(part) for part in (first, *rest)])
    raise TypeError(f"no model may have a field of type {hint}")


def schema_of(hint: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the JSON Schema of the type."""
    if hint in _NAMES:
        return {"type": _NAMES[hint]}
    if hint is Privilege:
        return _tuple_schema(list(get_type_hints(Privilege).values()))
    if type(None) in get_args(hint):
        return {"anyOf": [schema_of(part) for part in get_args(hint)]}
    first, *rest = get_args(hint)
    return {"type": "array", "items": schema_of(first)} if rest == [...] else _tuple_schema([first, *rest])


def read_text(value: Any) -> str:  # noqa: ANN401
    """Return a text that PostgreSQL could hold. Raises ValueError for any other value."""
    if type(value) is not str:
        raise ValueError(f"{_shown(value)} is not a text")
    if "\0" in value:
        raise ValueError("a text has a NUL character in it")
    if not value.isascii():
        value.encode()  # UnicodeEncodeError, a ValueError, for half of a surrogate pair
    return value


def _exactly(kind: type) -> Reader:
    def read(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not kind:  # a bool is an int to isinstance
            raise ValueError(f"{_shown(value)} is not {_WORDS[kind]}")
        return value

    return read


def _optional(each: Reader) -> Reader:
    return lambda value: None if value is None else each(value)


def _many(each: Reader) -> Reader:
    def read(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not list:
            raise ValueError(f"{_shown(value)} is not a list")
        return tuple([each(item) for item in value])

    return read


def _fixed(readers: list[Reader]) -> Reader:
    def read(value: Any) -> Any:  # noqa: ANN401
        if type(value) is not list or len(value) != len(readers):
            raise ValueError(f"{_shown(value)} is not a list of {len(readers)}")
        return tuple([each(item) for each, item in zip(readers, value, strict=True)])

    return read


def _tuple_schema(hints: list[Any]) -> dict[str, Any]:
    items = [schema_of(hint) for hint in hints]
    return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}


def _shown(value: Any) -> str:  # noqa: ANN401
    text = repr(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


_NAMES = {str: "string", int: "integer", bool: "boolean", type(None): "null"}
_WORDS = {int: "a whole number", bool: "true or false"}
_LONGEST = 60
