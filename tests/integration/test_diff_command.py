"""guardian diff, snapshot and fingerprint, over every kind of source."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.plugin.project import Project

CHANGE = {"kind", "name", "change", "attributes", "severity"}


@pytest.fixture
def different(project: Project) -> Project:
    project.on_dev("create table orders (id int primary key, note text default 'a')")
    project.on_prod("create table orders (id int primary key, note text)")
    return project


def test_the_document_is_as_documented(different: Project) -> None:
    run = different.guardian("--json", "diff", "prod", "dev")

    assert run.code == 3
    assert set(run.document) == {"equal", "changes"}
    (change,) = run.document["changes"]
    assert set(change) == CHANGE
    assert change["name"] == "public.orders.note"
    assert (change["change"], change["attributes"]) == ("altered", {"default": [None, "'a'::text"]})
    equal = different.ok("--json", "diff", "dev", "dev")
    assert equal.document == {"equal": True, "changes": []}


def test_what_was_not_compared_is_said(project: Project, tmp_path: Path) -> None:
    """On stderr, so that nobody takes it for equal; and nothing where all was seen."""
    project.on_dev("create table t (a int)")
    project.ok("snapshot", "dev", "-o", str(tmp_path / "whole.json"))
    text = (tmp_path / "whole.json").read_text()
    (tmp_path / "part.json").write_text(text.replace('"unseen": []', '"unseen": ["policy", "privileges"]'))
    run = project.ok("diff", str(tmp_path / "whole.json"), str(tmp_path / "part.json"))
    assert run.out == "equal\n"
    assert run.err == "not compared, since the role may not read it: policy, privileges\n"
    assert project.ok("diff", str(tmp_path / "whole.json"), str(tmp_path / "whole.json")).err == ""


def test_the_attribute_of_an_item_is_shown_on_its_line(project: Project) -> None:
    """A role's name is part of it, and may hold a line of its own."""
    project.on_dev("create table t (a int)")
    role = '"x\n+ table public.fake"'
    project.on_prod(f"create table t (a int); create role {role}; grant select on t to {role}")
    try:
        run = project.guardian("diff", "dev", "prod")
        assert run.out.splitlines()[0] == "~ table public.t"
        assert not any(line.startswith("+") for line in run.out.splitlines())
    finally:
        project.on_prod(f"drop owned by {role}; drop role {role}")


def test_the_sql_turns_one_into_the_other(different: Project) -> None:
    run = different.guardian("diff", "--sql", "prod", "dev")

    assert run.code == 3
    different.on_prod(run.out)
    assert different.ok("diff", "prod", "dev").out == "equal\n"


def test_the_sql_of_hostile_names_is_exact(project: Project) -> None:
    """What goes into a file or a pipe is SQL, not a picture of it."""
    name = '"a""\n\x1b[2J\u202e\x9b"'
    project.on_dev(f"create table t (a int, {name} int); comment on column t.{name} is 'x\x1b\ny'")
    project.on_prod("create table t (a int)")

    run = project.guardian("diff", "--sql", "prod", "dev")

    assert name in run.out
    project.on_prod(run.out)
    assert project.guardian("diff", "prod", "dev").code == 0


def test_sources_are_equal_however_they_are_named(project: Project, tmp_path: Path) -> None:
    project.add("create table orders (id int primary key);", "drop table orders;")
    project.add("create table later (id int);", "drop table later;")
    project.ok("up", "dev")
    project.ok("snapshot", "dev", "-o", "dev.json")

    prints = {
        project.ok("fingerprint", source).out
        for source in ("dev", project.dev, "dev.json", "migrations", "migrations@2")
    }

    assert len(prints) == 1
    assert project.guardian("diff", "migrations@1", "dev").out.startswith("+ table public.later")
    assert Path("dev.json").read_text() == project.ok("snapshot", "dev.json").out


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("stage", 2, 'there is no target "stage"'),
        ("missing.json", 2, "there is no file missing.json"),
        ("migrations@7", 2, "there is no migration with version 7"),
        ("garbage.json", 1, "is not JSON"),
        ("list.json", 1, "has format None"),
        ("bytes.json", 2, "it is not UTF-8 text"),
        ("postgres://u:hunter2@127.0.0.1:1/d", 1, "cannot connect to the database"),
        ("postgres://u:hun%ter2@h/d", 2, "cannot be read"),
        ("x" * 5000, 1, "File name too long; see to it"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_source_that_is_none_is_said_in_one_sentence(project: Project, source: str, code: int, said: str) -> None:
    Path("garbage.json").write_text("{")
    Path("list.json").write_text("[1]")
    Path("bytes.json").write_bytes(b"\xff")

    run = project.guardian("diff", "dev", source)

    assert run.code == code
    assert said in run.err
    assert run.err.count("\n") == 1
    assert "ter2" not in run.err
    assert run.out == ""


def test_a_schema_that_neither_has_is_wrong_usage(different: Project) -> None:
    """Two nothings are equal, which is no answer to a slip of the pen."""
    for command in (["diff", "dev", "prod"], ["fingerprint", "dev"], ["snapshot", "dev"]):
        run = different.guardian(*command, "--schema", "pulbic")

        assert run.code == 2
        assert 'there is no schema "pulbic" there; schemas there: none' in run.err


def test_a_migration_that_does_not_run_is_named(project: Project) -> None:
    project.add("create table t (id int);\nselect * from nowhere;")

    run = project.guardian("diff", "migrations", "dev")

    assert run.code == 1
    assert "000001_step.up.sql, line 2, column 15" in run.err
    assert run.err.count("\n") == 1


def test_no_row_is_touched(different: Project) -> None:
    """A comparison reads the catalogs only, in a read-only transaction."""
    with psycopg.connect(different.prod) as holder:
        holder.execute("lock table orders in share row exclusive mode")
        assert different.guardian("diff", "dev", "prod").code == 3
