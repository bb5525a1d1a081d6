"""A JSON document, in the form in which every command prints one."""

from __future__ import annotations

import json

from guardian.names import printable


def render_json(document: object) -> str:
    """Return the JSON; what is unseen stands in its strings only, as JSON's own escape.

    So do GitHub's old commands, ##[group] and the like: its runner takes them wherever they stand in a line of output.
    """
    text = json.dumps(document, indent=2, ensure_ascii=False).replace("##[", "#\\u0023[")
    return "".join(c if c == "\n" or printable(c) == c else f"\\u{ord(c):04x}" for c in text)
