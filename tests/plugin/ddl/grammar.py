"""The grammar of tests/corpus/ddl: what makes objects, by kind, and what changes them."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).parents[2] / "corpus" / "ddl" / "grammar.txt"


def parse(text: str) -> dict[str, tuple[str, ...]]:
    """Return the templates by the name of their section."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            section = line.strip("[]")
            found[section] = []
        elif line.startswith(" "):
            found[section][-1] += " " + line.strip()
        else:
            found[section].append(line)
    return {name: tuple(templates) for name, templates in found.items()}


_ALL = parse(_FILE.read_text(encoding="utf-8"))

FIRST, USUAL = _ALL["first"], _ALL["usual"]
# A group is drawn first, then a template of it: what stands twice comes twice as often.
MAKING = tuple(_ALL[name] for name in ("tables", "parts", "parts", "routines", "types", "global", "common"))
CHANGING = tuple(
    _ALL[name] for name in (*("changes",) * 8, *("common",) * 3, "parts", "tables", "routines", "types", "global")
)
