"""The files of a tree as pages: read once, each with its pair and with what the other migrations say."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass

import postgast

from guardian.config import Lint
from guardian.lint.lives import Lives
from guardian.lint.page import Page, Surroundings
from guardian.lint.problem import Problem
from guardian.lint.thing import Thing, relation, steps
from guardian.lint.tree import LARGEST, FileType, Tree, TreeFile
from guardian.lint.versions import by_version, title
from guardian.migrate.migration import Direction, MigrationFile, NotText, parse_file_name
from guardian.sqltext.secret import mask
from guardian.sqltext.secret_span import find_secret_spans, hide, secrets_of
from guardian.sqltext.source import Source, choice, read_source
from guardian.sqltext.statement import line_and_column


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    name: str
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    sheets: tuple[Sheet, ...]
    unreadable: tuple[Problem, ...]


def read_sheets(tree: Tree, options: Lint, wanted: Collection[str]) -> Sheets:
    """Return the wanted migration files as pages, and one problem for each that cannot be read."""
    library = _Library(tree)
    names = sorted(name for name in wanted if parse_file_name(name) and tree.files[name].type in _TEXT)
    read = {name: library.read(name) for name in names}
    return Sheets(
        sheets=tuple(
            Sheet(name=name, page=library.page(name, source, options))
            for name, source in read.items()
            if isinstance(source, Source)
        ),
        unreadable=tuple(fault for fault in read.values() if isinstance(fault, Problem)),
    )


_TEXT = {FileType.REGULAR, FileType.EXECUTABLE}


class _Library:
    """Reads each file at most once, and the rest of the migrations only where a rule asks for them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._versions = by_version(tree)
        self._read: dict[str, Source | Problem] = {}
        self._lives: Lives | None = None
        self._surroundings = Surroundings(
            existed=self._existed, secured=functools.cache(self._secured), first=min(self._versions, default=0)
        )

    def read(self, name: str) -> Source | Problem:
        if name not in self._read:
            self._read[name] = _read(self._tree.path(name), name, self._tree.files[name])
        return self._read[name]

    def page(self, name: str, source: Source, options: Lint) -> Page:
        parsed = parse_file_name(name)
        assert parsed is not None  # noqa: S101 - only migration files are asked for
        other = Direction.DOWN if parsed.direction is Direction.UP else Direction.UP
        pair = self._sources(parsed.version, other)
        return Page(
            source=source,
            direction=parsed.direction,
            version=parsed.version,
            title=title(name),
            pair=pair[0] if pair else None,
            options=options,
            surroundings=self._surroundings,
        )

    def _sources(self, version: int, direction: Direction) -> list[Source]:
        names = self._versions.get(version, {}).get(direction, [])
        return [source for source in map(self.read, names) if isinstance(source, Source)]

    def _existed(self, thing: Thing, version: int) -> bool | None:
        if self._lives is None:
            self._lives = Lives()
            for other in self._versions:
                ups = self._sources(other, Direction.UP)
                self._lives.replay(other, [step for source in ups for step in steps(source.parts)])
        # A first migration without DDL is a baseline that was only marked as applied.
        return self._lives.existed(thing, version) if self._lives.born(min(self._versions)) else None

    def _secured(self) -> frozenset[Thing]:
        return frozenset(
            relation(part.node.relation)
            for version in self._versions
            for source in self._sources(version, Direction.UP)
            for part in source.parts
            if part.kind == "alter_table_stmt"
            and any(choice(c.alter_table_cmd, "subtype") == "AT_EnableRowSecurity" for c in part.node.cmds)
        )


def _read(path: str, name: str, file: TreeFile) -> Source | Problem:
    content = file.content
    if file.large or len(content) > LARGEST:
        message = f"has more than the {LARGEST // (1024 * 1024)} MB that are judged"
        remedy = "load data of this size by other means, and keep migrations for the schema"
        return Problem(file=path, rule="size", message=message, remedy=remedy)
    try:
        text = MigrationFile(name=name, content=content).text
    except NotText as fault:
        message, _, remedy = str(fault).partition("; ")
        return Problem(file=path, rule="syntax", message=message, remedy=remedy)
    try:
        return read_source(text)
    except postgast.PgQueryError as fault:
        return _syntax(path, text, fault)


def _syntax(path: str, text: str, fault: postgast.PgQueryError) -> Problem:
    spans = find_secret_spans(text)
    message = mask(fault.message, secrets_of(text, spans))
    # Without a position, such as for what is too deep, it is the file that is told.
    line, column = line_and_column(text, fault.cursorpos - 1) if fault.cursorpos else (None, None)
    return Problem(
        file=path,
        rule="syntax",
        message=message,
        remedy="correct the SQL; no rule can judge the file as it is",
        line=line,
        column=column,
        excerpt=hide(text, spans).split("\n")[line - 1].rstrip("\r") if line else "",
    )
