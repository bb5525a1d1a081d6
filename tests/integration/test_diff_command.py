"""guardian diff, snapshot and fingerprint, over every kind of source."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.plugin.project import Project, Run

CHANGE = {"kind", "name", "change", "attributes", "severity"}


@pytest.fixture
def different(project: Project) -> Project:
    project.on_dev("create table orders (id int primary key, note text default 'a')")
    project.on_prod("create table orders (id int primary key, note text)")
    return project


def test_the_document_is_as_documented(different: Project) -> None:
    run = different.guardian("--json", "diff", "prod", "dev")

    assert run.code == 3
    assert set(run.document) == {"equal", "changes", "suggestions", "not_shown"}
    (change,) = run.document["changes"]
    assert set(change) == CHANGE
    assert change["name"] == "public.orders.note"
    assert (change["change"], change["attributes"]) == ("altered", {"default": [None, "'a'::text"]})
    equal = different.ok("--json", "diff", "dev", "dev")
    assert equal.document == {
        "equal": True,
        "changes": [],
        "suggestions": [],
        "not_shown": {"other_kinds": 0, "ignored": 0},
    }


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


@pytest.fixture
def busy(project: Project) -> Project:
    """Two databases that differ in several kinds and dimensions."""
    project.on_dev(
        "create table orders (id int primary key, note text, was int); create index i on orders (note);"
        "create function f() returns int language sql as 'select 1'; comment on table orders is 'c';"
        "create table tmp_1 (a int); revoke execute on function f() from public"
    )
    project.on_prod(
        "create table orders (id int primary key, note text, now int);"
        "create function f() returns int language sql as 'select 2'; create table new (id int primary key)"
    )
    return project


def told(run: Run) -> list[str]:
    return [line.strip() for line in run.out.splitlines()]


def test_a_diff_as_people_read_it(busy: Project) -> None:
    run = busy.guardian("diff", "dev", "prod")

    assert run.code == 3
    assert run.out.splitlines() == [
        "+ table public.new  1 column",
        "~ table public.orders",
        "    comment: c -> none",
        "    + column now  integer, nullable  (may be a rename of public.orders.was)",
        "    - column was  integer, nullable  critical",
        "    - index i  CREATE INDEX i ON public.orders USING btree (note)",
        "- table public.tmp_1  1 column  critical",
        "~ function public.f()  critical",
        "    body: select 1 -> select 2",
        "    + EXECUTE granted to PUBLIC again, as by default",
        "2 added, 3 removed, 2 altered; the worst is critical",
    ]


@pytest.mark.parametrize(
    ("options", "closing"),
    [
        (["--only", "function"], "1 altered; the worst is critical; not shown: 6 of other kinds"),
        (["--only", "function, index"], "1 removed, 1 altered; the worst is critical; not shown: 5 of other kinds"),
        (["--only", "view"], "equal; not shown: 7 of other kinds"),
        (
            ["--ignore", "table", "--ignore", "column,function"],
            "1 removed; the worst is medium; not shown: 6 of other kinds",
        ),
        (["--only", "function", "--ignore", "function"], "equal; not shown: 7 of other kinds"),
        (
            ["--no-comments", "--only", "table"],
            "1 added, 1 removed; the worst is critical; not shown: 4 of other kinds",
        ),
    ],
)
def test_what_is_not_asked_for_is_counted(busy: Project, options: list[str], closing: str) -> None:
    run = busy.guardian("diff", "dev", "prod", *options)

    assert told(run)[-1] == closing
    assert run.code == (0 if closing.startswith("equal") else 3)


def test_dimensions_can_be_left_out(busy: Project) -> None:
    assert "EXECUTE" not in busy.guardian("diff", "dev", "prod", "--no-privileges").out
    assert "comment" not in busy.guardian("diff", "dev", "prod", "--no-comments").out
    run = busy.guardian("--json", "diff", "dev", "prod", "--no-privileges", "--no-comments", "--only", "table")
    assert [change["name"] for change in run.document["changes"]] == ["public.new", "public.tmp_1"]
    assert run.document["not_shown"] == {"other_kinds": 4, "ignored": 0}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--only", "tabel"], "'tabel' is no kind; the kinds are role, database,"),
        (["--ignore", "table,"], "'' is no kind"),
        (["--role", "a"], "'a' maps no role"),
        (["--role", "a=b", "--role", "a=c"], "the role 'a' is mapped twice"),
        (["--role", "public=b"], "public stands for everybody"),
        (["--sql", "--markdown"], "exclude each other"),
    ],
)
def test_a_wrong_option_is_said(busy: Project, options: list[str], said: str) -> None:
    run = busy.guardian("diff", "dev", "prod", *options)

    assert run.code == 2
    assert said in run.err
    assert run.out == ""


def test_roles_stand_for_each_other(project: Project) -> None:
    """One server has both roles; what differs is who owns and may do what."""
    names = ("guardian_diff_old", 'guardian_diff "new" = 1')
    for url, name in zip((project.dev, project.prod), names, strict=True):
        quoted = '"' + name.replace('"', '""') + '"'
        project.query(
            url,
            f"create role {quoted}; create table t (id int); alter table t enable row level security;"
            f"create policy p on t to {quoted}; grant select on t to {quoted};"
            f"create view v as select 1 as a; grant select (a) on v to {quoted}; alter view v owner to {quoted}",
        )
    try:
        assert project.guardian("diff", "dev", "prod").code == 3
        mapped = 'guardian_diff_old="guardian_diff ""new"" = 1"'
        assert project.ok("diff", "dev", "prod", "--role", mapped).out == "equal\n"
    finally:
        for url, name in zip((project.dev, project.prod), names, strict=True):
            quoted = '"' + name.replace('"', '""') + '"'
            project.query(url, f"drop owned by {quoted}")
            project.query(url, f"drop role {quoted}")


def test_the_sql_of_some_changes_makes_these_only(busy: Project) -> None:
    run = busy.guardian("diff", "dev", "prod", "--sql", "--only", "table,function", "--no-comments", "--no-privileges")

    busy.on_dev(run.out)
    left = told(busy.guardian("diff", "dev", "prod", "--no-comments", "--no-privileges"))
    assert left[-1] == "1 added, 2 removed; the worst is critical"
    assert not [line for line in left if "table public.new" in line or "function" in line]


def ignore(project: Project, *lines: str) -> None:
    with (project.root / "guardian.toml").open("a") as file:
        file.write("\n".join(["[[drift.ignore]]", *lines, 'reason = "made by the application"', ""]))


def test_ignore_rules_hide_only_when_asked_to(busy: Project) -> None:
    ignore(busy, 'kind = "table"', 'pattern = "public.tmp_*"', "until = 2999-12-31")

    assert "tmp_1" in busy.guardian("diff", "dev", "prod").out
    run = busy.guardian("diff", "dev", "prod", "--apply-ignore-rules")
    assert "tmp_1" not in run.out
    assert told(run)[-1] == "2 added, 2 removed, 2 altered; the worst is critical; not shown: 1 ignored by rules"
    assert run.err == ""


def test_an_expired_rule_hides_nothing_and_is_told(busy: Project, caplog: pytest.LogCaptureFixture) -> None:
    ignore(busy, 'kind = "t*"', 'pattern = "public.tmp_*"', 'until = "2020-02-29"')

    assert "tmp_1" in busy.guardian("diff", "dev", "prod", "--apply-ignore-rules").out
    (record,) = caplog.records
    assert 'ignores t* "public.tmp_*" (made by the application) expired on 2020-02-29' in record.getMessage()


@pytest.mark.parametrize("kind", ["tabel", "x*", "", "Table"])
def test_a_rule_for_no_kind_is_a_configuration_error(busy: Project, kind: str) -> None:
    """It would never ignore anything, and nobody would know why."""
    ignore(busy, f'kind = "{kind}"', 'pattern = "public.tmp_*"')

    run = busy.guardian("drift", "prod")

    assert run.code == 2
    assert "guardian.toml: [drift.ignore]: kind: " in run.err


def test_markdown_for_a_pull_request(busy: Project) -> None:
    run = busy.guardian("diff", "dev", "prod", "--markdown")

    assert run.code == 3
    assert run.out.startswith("**2 added, 3 removed, 2 altered; the worst is critical**\n\n<details>")
    assert "-     column was  integer, nullable  critical\n" in run.out
