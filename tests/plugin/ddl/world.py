"""One random schema in the making: what there is in it, and the next statement.

The grammar's templates are SQL with choices and references:

    {a|b|c}      one of these, or nothing where one is empty; they nest
    $table       a table that is there, from then on the current one; $icol, $con … are parts of the current one
    $new.table   a new name, there from then on
    $bare.index  an index without its schema, where the grammar wants it so
    @table       in front: a table becomes the current one, which $same names
    $role $text $int   a role, a literal, a number
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from guardian.names import quote_ident

ROLES = ("ddl_one", "ddl_two", '"ddl Three"')
TEXTS = ("''", "'a'", "'it''s'", "E'two\\nlines'", "'é €'", "' $x$ -- no comment '", "'\\'", "'\"quoted\"'")
NASTY = ('na"sty', "with space", "Mixed", "select", "é€", "a.b", "x--y", "int4", "semi;colon", "back\\slash")
PARTS = frozenset({"icol", "tcol", "con", "trig", "pol", "rule", "label", "attr", "dcon"})
GLOBALS = frozenset({"pub", "server", "fdw", "evt", "lang", "am", "sub"})
OWNERS = frozenset({"table", "pk", "part", "leaf", "enum", "composite", "domain", "foreign"})
_REFERENCE = re.compile(r"\$(new\.|bare\.)?([a-z]+)")
_CURRENT = re.compile(r"@([a-z]+) ")
_CHOICE = re.compile(r"\{([^{}]*)\}")


class NothingThere(Exception):
    """The statement needs something that the schema does not have."""


Names = dict[tuple[str, str], tuple[str, ...]]


@dataclass
class World:
    """`token` is the name of the schema, and begins the names of what is in no schema."""

    token: str
    chance: random.Random
    names: Names = field(default_factory=dict)
    count: int = 0

    def statement(self, template: str) -> str:
        """Return the template filled. What it names as new is there from then on; see `kept`."""
        text = template
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda found: self.chance.choice(found[1].split("|")), text, count=1)
        found = _CURRENT.match(text)
        current = self._any(found[1], "") if found else ""
        text = text[found.end() :] if found else text

        def fill(found: re.Match[str]) -> str:
            nonlocal current
            kind = found[2]
            if kind == "same":
                return current
            owner = current if kind in PARTS or kind == "col" else ""
            name = self._new(kind, owner) if found[1] == "new." else self._any(kind, owner)
            if kind in OWNERS:
                current = name
            # An index is made in the schema of its table, and named without it.
            return name.split(".", 1)[1] if kind == "index" and found[1] else name

        return _REFERENCE.sub(fill, text)

    def memory(self) -> World:
        """Return a copy of what is known, to go back to when the server refuses a statement."""
        return replace(self, names=dict(self.names))

    def _new(self, kind: str, owner: str) -> str:
        self.count += 1
        plain = f"{kind}{self.count}"
        if kind not in GLOBALS and self.chance.random() < 0.1:
            plain = f"{self.chance.choice(NASTY)}{self.count}"
        name = quote_ident(f"{self.token}_{plain}" if kind in GLOBALS else plain)
        if kind not in GLOBALS | PARTS:
            name = f"{self.token}.{name}"
        if kind == "label":
            name = f"'{plain}'"
        self.names[kind, owner] = (*self.names.get((kind, owner), ()), name)
        return name

    def _any(self, kind: str, owner: str) -> str:
        match kind:
            case "role":
                return self.chance.choice(ROLES)
            case "text":
                return self.chance.choice(TEXTS)
            case "int":
                return str(self.chance.choice((0, 1, 2, 7, 100)))
            case "token":
                return self.token
            case "col":
                found = self.names.get(("icol", owner), ()) + self.names.get(("tcol", owner), ())
            case "relation":
                found = sum((self.names.get((one, ""), ()) for one in ("table", "view", "part")), ())
            case _:
                found = self.names.get((kind, owner), ())
        if not found:
            raise NothingThere(kind)
        return self.chance.choice(found)


def by_kind(world: World) -> dict[str, int]:
    """Return how many names there are of each kind."""
    found: dict[str, int] = defaultdict(int)
    for (kind, _), names in world.names.items():
        found[kind] += len(names)
    return dict(found)
