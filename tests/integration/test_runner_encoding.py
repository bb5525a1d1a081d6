"""Migration files are UTF-8, whatever client_encoding the environment or the URL asks for."""

from __future__ import annotations

import pytest

from guardian.migrate.record import Operator
from tests.plugin.project import Project

ENCODINGS = ["LATIN1", "SQL_ASCII", "SJIS", "GBK"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_file_is_utf_8(project: Project, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    project.add("create table t (a text); insert into t values ('☃ü');")
    project.add("set client_encoding to 'LATIN1'; insert into t select '☃ü' where false; reset client_encoding;")
    project.add("insert into t values ('☃ü');")
    project.add("create index concurrently on t (a); insert into t values ('☃ü');")
    monkeypatch.setenv("PGCLIENTENCODING", encoding)
    run = project.guardian("up", "dev")
    monkeypatch.delenv("PGCLIENTENCODING")

    assert run.code == 0, run.err
    assert project.on_dev("select count(*) from t where a = '☃ü'") == [(3,)]
    assert project.on_dev("select count(*) from guardian.history where up_text like '%☃ü%'") == [(4,)]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_who_forced_a_version_is_written_as_it_is(
    project: Project, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", encoding)
    monkeypatch.setattr("guardian.cli.force.fetch_operator", lambda _: Operator(os_user="ü☃", host="h"))
    run = project.guardian("force", "dev", "3")
    monkeypatch.delenv("PGCLIENTENCODING")

    assert run.code == 0, run.err
    assert project.on_dev("select os_user from guardian.history") == [("ü☃",)]
