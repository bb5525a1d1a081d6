"""The outbox: messages on disk before they are sent, and until Telegram has taken them.

At least once, in order per chat. One transaction holds a decision's messages and the state that it came to, so that
a daemon killed at any moment goes on with the same live message and forgets no alert. No token is ever stored.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from guardian.adapters.state_file import StateFile
from guardian.drift.episode import Notice
from guardian.report.telegram import render_notice

_FORMAT = 1  # PRAGMA user_version
_SCHEMA = """
create table message (
  id integer primary key autoincrement,
  chat text not null,
  html text not null,
  key text,                -- the live message that this creates, or edits
  edits integer not null,  -- 1: edits that message
  answers text,            -- the live message that this answers
  silent integer not null,
  created_at text not null,
  not_before text not null,
  attempts integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  settled_at text,
  error text
);
create index message_waiting on message (chat, id) where state = 'waiting';
create table live (chat text not null, key text not null, message_id integer not null, primary key (chat, key));
create table moved (chat text primary key, now text not null);
create table memory (name text primary key, value text not null);
pragma user_version = 1;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message to be. `key` names the live message that it creates, or with `edits` changes."""

    html: str
    key: str | None = None
    edits: bool = False
    answers: str | None = None
    silent: bool = False

    @classmethod
    def of_notice(cls, notice: Notice) -> Self:
        begins = notice.kind in {"opened", "unreachable"}
        return cls(
            html=render_notice(notice),
            key=notice.key if begins or notice.kind.edits else None,
            edits=notice.kind.edits,
            answers=None if begins or notice.kind.edits else notice.key,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message that waits; `live_id` is the number that Telegram gave to the message it edits or answers."""

    id: int
    chat: str
    html: str
    key: str | None
    edits: bool
    silent: bool
    attempts: int
    live_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What is in the outbox: counts, and what went wrong last with a message that is not delivered."""

    waiting: int
    failed: int
    oldest: datetime | None
    error: str | None


class Outbox:
    """Safe to use from several threads and processes. Every method raises OutboxError where the file cannot be used."""

    def __init__(self, directory: Path) -> None:
        self._file = StateFile(directory / "outbox.sqlite3", schema=_SCHEMA, version=_FORMAT)

    @property
    def path(self) -> Path:
        return self._file.path

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def enqueue(
        self, chat: str, drafts: Sequence[Draft], now: datetime, *, remember: Mapping[str, str | None] | None = None
    ) -> tuple[int, ...]:
        """Store the messages, in this order, and the state with them; return their ids once both are on disk.

        `remember` maps names to text; None forgets. A newer edit of a live message replaces one that still waits.
        """
        with self._file.transaction() as sql:
            chat = _current(sql, chat)
            ids = tuple(_insert(sql, chat, draft, _text(now)) for draft in drafts)
            for name, value in (remember or {}).items():
                sql.execute("delete from memory where name = ?", (name,))
                if value is not None:
                    sql.execute("insert into memory (name, value) values (?, ?)", (name, value))
            return ids

    def recall(self, prefix: str = "") -> dict[str, str]:
        """Return what was remembered under names that begin so."""
        with self._file.transaction() as sql:
            rows = sql.execute(
                "select name, value from memory where substr(name, 1, ?) = ? order by name", (len(prefix), prefix)
            )
            return dict(rows.fetchall())

    def next_due(self, now: datetime) -> Entry | None:
        """Return the message to send now: each chat's oldest, if its time has come; None where there is none."""
        with self._file.transaction() as sql:
            row = sql.execute(_NEXT_DUE, (_text(now),)).fetchone()
        if row is None:
            return None
        number, chat, html, key, edits, silent, attempts, live_id = row
        return Entry(
            id=number,
            chat=chat,
            html=html,
            key=key,
            edits=bool(edits),
            silent=bool(silent),
            attempts=attempts,
            live_id=live_id,
        )

    def next_time(self) -> datetime | None:
        """Return when a message is to be sent next, None where none waits."""
        with self._file.transaction() as sql:
            row = sql.execute(
                "select min(not_before) from message where id in "
                "(select min(id) from message where state = 'waiting' group by chat)"
            ).fetchone()
            return datetime.fromisoformat(row[0]) if row[0] else None

    def mark_sent(self, entry: Entry, message_id: int | None, now: datetime) -> None:
        """Settle a message that Telegram took; `message_id` becomes the live message of its key."""
        with self._file.transaction() as sql:
            _settle(sql, entry.id, "sent", None, _text(now))
            if entry.key is not None and message_id is not None:
                sql.execute("insert or replace into live values (?, ?, ?)", (entry.chat, entry.key, message_id))

    def mark_trying(self, entry: Entry, not_before: datetime) -> None:
        """Count an attempt before it is made: `not_before` holds if its end cannot be written down.

        Else a full disk, or a daemon that dies of a message, would send that message again and again.
        """
        with self._file.transaction() as sql:
            sql.execute(
                "update message set attempts = attempts + 1, not_before = ? where id = ?", (_text(not_before), entry.id)
            )

    def mark_retry(self, entry: Entry, not_before: datetime, error: str) -> None:
        with self._file.transaction() as sql:
            sql.execute(
                "update message set not_before = ?, error = ? where id = ?", (_text(not_before), error, entry.id)
            )

    def mark_failed(self, entry: Entry, error: str, now: datetime) -> None:
        """Settle a message that Telegram will never take; it stays on disk for `backlog`."""
        with self._file.transaction() as sql:
            _settle(sql, entry.id, "failed", error, _text(now))

    def move_chat(self, old: str, new: str) -> None:
        """Follow a group that became a supergroup. Messages of the old group cannot be edited from the new one."""
        with self._file.transaction() as sql:
            sql.execute("update moved set now = ? where now = ?", (new, old))
            sql.execute("insert or replace into moved values (?, ?)", (old, new))
            sql.execute("delete from moved where chat = now")
            sql.execute("delete from live where chat = ?", (old,))
            sql.execute("update message set chat = ? where chat = ? and state = 'waiting'", (new, old))

    def hurry(self, now: datetime) -> None:
        """Make everything that waits due: after the configuration changed, waiting longer has no reason."""
        with self._file.transaction() as sql:
            due = _text(now)
            sql.execute("update message set not_before = ? where state = 'waiting' and not_before > ?", (due, due))

    def backlog(self) -> Backlog:
        with self._file.transaction() as sql:
            waiting, failed, oldest = sql.execute(
                "select count(*) filter (where state = 'waiting'), count(*) filter (where state = 'failed'), "
                "min(created_at) filter (where state = 'waiting') from message"
            ).fetchone()
            error = sql.execute(
                "select error from message where state <> 'sent' and error is not null order by id desc limit 1"
            ).fetchone()
        since = datetime.fromisoformat(oldest) if oldest else None
        return Backlog(waiting=waiting, failed=failed, oldest=since, error=error[0] if error else None)

    def prune(self, now: datetime, *, keep: timedelta = timedelta(days=30)) -> int:
        """Remove messages that were settled longer ago than `keep`; return how many."""
        with self._file.transaction() as sql:
            return sql.execute(
                "delete from message where state <> 'waiting' and settled_at < ?", (_text(now - keep),)
            ).rowcount

    def delivering(self, patience: float = 10.0) -> AbstractContextManager[bool]:
        """Hold the right to deliver, which one thread of one process has at a time; False where another keeps it."""
        return self._file.held(patience)


_NEXT_DUE = """
select m.id, m.chat, m.html, m.key, m.edits, m.silent, m.attempts,
       (select live.message_id from live
        where live.chat = m.chat and live.key = case when m.edits then m.key else m.answers end)
from message as m
where m.id in (select min(id) from message where state = 'waiting' group by chat) and m.not_before <= ?
order by m.id limit 1
"""


def _current(sql: sqlite3.Connection, chat: str) -> str:
    row = sql.execute("select now from moved where chat = ?", (chat,)).fetchone()
    return str(row[0]) if row else chat


def _insert(sql: sqlite3.Connection, chat: str, draft: Draft, now: str) -> int:
    if draft.edits:
        sql.execute(
            "delete from message where state = 'waiting' and edits = 1 and chat = ? and key = ?", (chat, draft.key)
        )
    row = sql.execute(
        "insert into message (chat, html, key, edits, answers, silent, created_at, not_before) "
        "values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
        (chat, draft.html, draft.key, draft.edits, draft.answers, draft.silent, now, now),
    ).fetchone()
    return int(row[0])


def _settle(sql: sqlite3.Connection, message: int, state: str, error: str | None, now: str) -> None:
    sql.execute(
        "update message set state = ?, error = ?, settled_at = ? where id = ?",
        (state, error, now, message),
    )


def _text(when: datetime) -> str:
    """Return the moment as text that sorts as time does."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")
