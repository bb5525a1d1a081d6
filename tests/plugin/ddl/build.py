"""Many random schemas in one database, and the dump of it, a part for each."""

from __future__ import annotations

import random
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass

import psycopg

from guardian.pg.embedded.binaries import tool
from tests.plugin.ddl.grammar import CHANGING, FIRST, MAKING, USUAL
from tests.plugin.ddl.world import ROLES, NothingThere, World

TOKEN = re.compile(r"(case\d+)(?!\d)")
_ENTRY = re.compile(r"^--\n-- Name: .*?; Type: (.*?); Schema: .*?(?=^--\n-- Name: |\Z)", re.MULTILINE | re.DOTALL)
_SETTING = re.compile(r"^SET (default_tablespace|default_table_access_method) = .*;$", re.MULTILINE)
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Case:
    """The statements that make a schema, and those that change it."""

    seed: int
    base: tuple[str, ...]
    change: tuple[str, ...]

    @property
    def token(self) -> str:
        return f"case{self.seed}"


def create_roles(connection: psycopg.Connection) -> None:
    for role in ROLES:
        name = role.strip('"')
        if not connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone():
            connection.execute(f"create role {role}")


class Builder:
    """Finds out, on two databases, which statements the server takes: the base on both, the change on the second."""

    def __init__(self, seed: int, *, size: int = 25) -> None:
        self.seed, self.size = seed, size
        self.chance = random.Random(seed)
        self.world = World(f"case{seed}", self.chance)
        self.base: list[str] = []

    def make(self, connection: psycopg.Connection) -> None:
        """Make a base schema: every statement is one that the server took."""
        self.base = [f"create schema {self.world.token}"]
        connection.execute(self.base[0])
        for template in FIRST:
            self._run(connection, template, self.base)
        for template in USUAL:
            if self.chance.random() < 0.5:
                self._run(connection, template, self.base)
        for _ in range(self.size):
            self._one(connection, MAKING, self.base)

    def remake(self, connection: psycopg.Connection) -> None:
        for statement in self.base:
            connection.execute(statement)

    def change(self, connection: psycopg.Connection) -> Case:
        changes: list[str] = []
        for _ in range(self.chance.choice((1, 1, 1, 2))):
            for _ in range(_TRIES):
                if self._one(connection, CHANGING, changes):
                    break
        return Case(self.seed, tuple(self.base), tuple(changes))

    def _one(self, connection: psycopg.Connection, groups: tuple[tuple[str, ...], ...], into: list[str]) -> bool:
        return self._run(connection, self.chance.choice(self.chance.choice(groups)), into)

    def _run(self, connection: psycopg.Connection, template: str, into: list[str]) -> bool:
        before = self.world.memory()
        try:
            statement = self.world.statement(template)
            connection.execute(statement)
        except (NothingThere, psycopg.Error):
            self.world = before
            return False
        into.append(statement)
        return True


def dump(url: str, major: int) -> dict[str, list[str]]:
    """Return what pg_dump says of each case, and under "" of everything else.

    Sorted: the order follows from names and dependencies, which are in the text.
    """
    command = [tool("pg_dump", major), "--schema-only", "--restrict-key=k", f"--dbname={url}"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return split(text)


def split(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    settings = dict.fromkeys(("default_tablespace", "default_table_access_method"), "")
    position = 0
    for entry in _ENTRY.finditer(text):
        _remember(text[position : entry.start()], settings)
        own = _SETTING.sub("", entry[0]).rstrip()
        tokens = set(TOKEN.findall(own))
        assert len(tokens) <= 1, own
        stored = f"-- {sorted(settings.items())}\n" if entry[1] in {"TABLE", "MATERIALIZED VIEW", "INDEX"} else ""
        # What stands at the end of an entry is said of the next.
        _remember(entry[0], settings)
        found[next(iter(tokens), "")].append(stored + own)
        position = entry.end()
    return {token: sorted(entries) for token, entries in found.items()}


def _remember(text: str, settings: dict[str, str]) -> None:
    for line in _SETTING.finditer(text):
        settings[line[1]] = line[0]


def drop_subscriptions(connection: psycopg.Connection) -> None:
    for (name,) in connection.execute(
        "select quote_ident(subname) from pg_subscription where subdbid = "
        "(select oid from pg_database where datname = current_database())"
    ).fetchall():
        connection.execute(f"alter subscription {name} disable")
        connection.execute(f"alter subscription {name} set (slot_name = none)")
        connection.execute(f"drop subscription {name}")
