"""guardian and golang-migrate as two programs with one command line."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from guardian.cli.alias.command import migrate
from tests.compat import model

_RESET = """
drop schema if exists guardian cascade; drop schema public cascade; create schema public;
grant usage on schema public to public;
"""
_ROWS = "select version, dirty from schema_migrations"
_TABLES = r"""
select table_name from information_schema.tables
where table_schema = 'public' and table_name <> 'schema_migrations' order by 1
"""


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


Tool = Callable[..., Ran]


def golang_migrate(binary: Path) -> Tool:
    def run(words: Sequence[str], *, answer: str = "") -> Ran:
        done = subprocess.run([binary, *words], input=answer, capture_output=True, text=True, timeout=60, check=False)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def guardian(words: Sequence[str], *, answer: str = "") -> Ran:
    """Run `migrate-dev` in this process."""
    out, err = io.StringIO(), io.StringIO()
    stdin = io.StringIO(answer)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _stdin(stdin):
        code = migrate("dev", list(words))
    return Ran(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _stdin(replacement: io.StringIO):
    import sys  # noqa: PLC0415 - only here

    before, sys.stdin = sys.stdin, replacement
    try:
        yield
    finally:
        sys.stdin = before


@dataclass(slots=True)
class Arena:
    """A database that is emptied rather than made anew, and a connection that looks at it."""

    url: str
    connection: psycopg.Connection = field(repr=False)

    @classmethod
    def open(cls, url: str) -> Arena:
        url = f"{url}{'&' if '?' in url else '?'}sslmode=disable"
        return cls(url, psycopg.connect(url, autocommit=True))

    def reset(self) -> None:
        self.connection.execute("set client_min_messages = error")
        self.connection.execute(_RESET)

    def rows(self) -> list[tuple[int, bool]]:
        try:
            return self.connection.execute(_ROWS).fetchall()
        except psycopg.errors.UndefinedTable:
            return []

    def tables(self) -> frozenset[str]:
        return frozenset(row[0] for row in self.connection.execute(_TABLES).fetchall())

    def run(self, tool: Tool, folder: Path, *command: str, answer: str = "") -> Ran:
        return tool(["-path", os.fspath(folder), "-database", self.url, *command], answer=answer)

    def agrees(self, state: model.State) -> bool:
        return self.rows() == state.rows and self.tables() == {f"t{version}" for version in state.tables}


def write_files(folder: Path, files: model.Files) -> None:
    """Make the folder hold these migrations and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for version, pair in files.items():
        for direction, kind in (("up", pair.up), ("down", pair.down)):
            if kind is not None:
                (folder / f"{version:06d}_step.{direction}.sql").write_text(model.sql(kind, version))
