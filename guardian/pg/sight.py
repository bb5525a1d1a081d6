"""Asking all questions of a snapshot, and which of them the role may not ask.

All at once, in one round trip, which is all there is to it for almost any role. Where the server refuses one for want
of rights, each is asked by itself; what is refused then is unseen, and must never be taken for not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import errors

from guardian.pg import sql
from guardian.schema.model import MODELS, Kind

# What a question that is about all kinds answers for: the attributes that are unseen without it.
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "comment": ("comment", "part_comments"),
    "privilege": ("privileges", "part_privileges"),
    "label": ("security_labels", "part_labels"),
    "extension_dependency": ("depends_on_extensions",),
    "part": ("part_comments", "part_labels", "part_privileges"),
}
QUESTIONS = (*ATTRIBUTES, *MODELS, "dependency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The cursors by question; None for a question that the role may not ask.

    `connections` are the rows of subscription_connection.sql, none where they may not be read.
    """

    cursors: Mapping[str, psycopg.Cursor[Any] | None]
    connections: tuple[Any, ...] = ()

    def rows(self, question: str) -> Iterator[Any]:
        cursor = self.cursors[question]
        return iter(()) if cursor is None else iter(cursor)

    def columns(self, question: str) -> tuple[str, ...]:
        cursor = self.cursors[question]
        return () if cursor is None else tuple(column.name for column in cursor.description or ())

    @property
    def unseen(self) -> tuple[str, ...]:
        """The kinds that could not be read, and the attributes of all kinds."""
        refused = [name for name, cursor in self.cursors.items() if cursor is None]
        return tuple(dict.fromkeys(found for name in refused for found in ATTRIBUTES.get(name, (str(name),))))


def ask(connection: psycopg.Connection[Any], parameters: Mapping[str, Any]) -> Answers:
    """Return the answers, within the transaction that is open, whose settings are pinned by it."""
    major = connection.info.server_version // 10000
    connection.execute(sql.load("session", major=major))
    texts = {name: sql.load(name, major=major) for name in QUESTIONS}
    try:
        with connection.transaction():
            cursors = _at_once(connection, texts, parameters)
    except (errors.InsufficientPrivilege, errors.PipelineAborted):
        # Aborted is what the questions after the refused one are, whose error may be the first to come to light.
        cursors = {name: _alone(connection, text, parameters) for name, text in texts.items()}
    return Answers(cursors=cursors, connections=_connections(connection, cursors[Kind.SUBSCRIPTION], major))


def _connections(
    connection: psycopg.Connection[Any], subscriptions: psycopg.Cursor[Any] | None, major: int
) -> tuple[Any, ...]:
    """Only asked for where there is a subscription: most roles may not, and have none."""
    if subscriptions is None or subscriptions.rowcount == 0:
        return ()
    found = _alone(connection, sql.load("subscription_connection", major=major), {})
    return () if found is None else tuple(found)


def _at_once(
    connection: psycopg.Connection[Any], texts: Mapping[str, LiteralString], parameters: Mapping[str, Any]
) -> Mapping[str, psycopg.Cursor[Any] | None]:
    fault = None
    with connection.pipeline() as pipeline:
        try:
            cursors = {name: connection.execute(text, parameters) for name, text in texts.items()}
            pipeline.sync()
        except psycopg.Error as error:
            # Not out of the block, which would log a warning of its own about the rest of the pipeline.
            fault = error
    if fault is not None:
        raise fault
    return cursors


def _alone(
    connection: psycopg.Connection[Any], text: LiteralString, parameters: Mapping[str, Any]
) -> psycopg.Cursor[Any] | None:
    try:
        with connection.transaction():
            return connection.execute(text, parameters)
    except errors.InsufficientPrivilege:
        return None
