"""A snapshot is of one moment, though the server's functions are not."""

from __future__ import annotations

import threading
import time

import psycopg
import pytest

from guardian.errors import GuardianError, SqlFailed
from guardian.pg.snapshot import fetch_snapshot
from guardian.schema.model import Column, Constraint, Index, Kind, View

TABLES = "".join(f"create table t{n} (a int check (a > {n}), b text); create index on t{n} (a);" for n in range(40))


class Meddler:
    """Another session that runs the same statements again and again, with a pause after each round."""

    def __init__(self, url, *statements, pause):
        self.url, self.statements, self.pause = url, statements, pause
        self.stopped, self.rounds, self.fault = threading.Event(), 0, None
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                while not self.stopped.is_set():
                    for statement in self.statements:
                        connection.execute(statement)
                    self.rounds += 1
                    self.stopped.wait(self.pause)
        except psycopg.Error as error:
            self.fault = error

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()
        assert self.fault is None


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as opened:
        opened.execute(TABLES)
        yield opened


def is_of_one_moment(snapshot):
    """Return whether what the catalogs and what the functions say go together."""
    columns = {(found.table, found.column) for found in snapshot.objects if isinstance(found, Column)}
    checks = [found for found in snapshot.objects if isinstance(found, Constraint)]
    indexes = [found for found in snapshot.objects if isinstance(found, Index)]
    views = [found for found in snapshot.objects if isinstance(found, View)]
    texts = [(found.table, found.definition) for found in (*checks, *indexes)]
    return (
        all(text is not None for _, text in texts)
        and all(("renamed" in text) == ((table, "renamed") in columns) for table, text in texts)
        and all(view.definition is not None and ("renamed" in view.definition) is False for view in views)
    )


def test_renamed_while_it_is_read(connection, database):
    """Columns are read from the snapshot, definitions printed from what is there now: they are never mixed."""
    there = [f"alter table t{n} rename a to renamed" for n in range(40)]
    back = [f"alter table t{n} rename renamed to a" for n in range(40)]
    with Meddler(database, *there, *back, pause=0.6) as meddler:
        until, read = time.monotonic() + 6, 0
        while time.monotonic() < until:
            try:
                assert is_of_one_moment(fetch_snapshot(connection, schemas=["public"]))
                read += 1
            except GuardianError as error:
                assert "changed by another session" in str(error)  # noqa: PT017 - either is right
    assert read > 0
    assert meddler.rounds > 1


def test_dropped_while_it_is_read(connection, database):
    """What vanishes between the snapshot and the function that prints it makes neither an error nor half an object."""
    make = "create table gone (a int primary key check (a > 1), b int default 3); create index on gone (b);"
    make += "create view v as select a from gone; create function g(int) returns int language sql as 'select 1'"
    with Meddler(database, make, "drop table gone cascade; drop function g(int)", pause=0.2):
        until, read = time.monotonic() + 6, 0
        while time.monotonic() < until:
            try:
                snapshot = fetch_snapshot(connection, schemas=["public"])
            except GuardianError as error:
                assert "changed by another session" in str(error) or isinstance(error, SqlFailed)  # noqa: PT017
                continue
            assert is_of_one_moment(snapshot)
            whole = {found.name for found in snapshot.objects if found.kind is Kind.TABLE} >= {"public.gone"}
            assert whole == any(found.name == "public.g(integer)" for found in snapshot.objects) or not whole
            read += 1
    assert read > 0


def test_a_schema_that_never_holds_still(connection, database, monkeypatch):
    """The retries have an end, and a sentence."""
    monkeypatch.setattr("guardian.pg.snapshot.PAUSES", (0.001, 0.001))
    statements = ["alter table t1 rename a to c; alter table t1 rename c to a"]

    def read_often():
        for _ in range(50):
            fetch_snapshot(connection, schemas=["public"])

    with Meddler(database, *statements, pause=0), pytest.raises(GuardianError, match="changed by another session"):
        read_often()


def test_rows_and_temporary_tables_are_no_change(connection, database, monkeypatch):
    """A busy database whose schema stays is read the first time."""
    monkeypatch.setattr("guardian.pg.snapshot.PAUSES", ())
    work = "insert into t0 values (1, 'x'); create temporary table busy (a int primary key default 1); drop table busy"
    with Meddler(database, work, "analyze t0", pause=0) as meddler:
        for _ in range(10):
            assert is_of_one_moment(fetch_snapshot(connection, schemas=["public"]))
    assert meddler.rounds > 0
