"""guardian.history, and what status and history make of it."""

from __future__ import annotations

from tests.plugin.project import Project


def _write(project: Project, name: str, text: str) -> None:
    (project.migrations / name).write_text(text)


def test_every_run_is_recorded_with_who_when_and_what(project: Project) -> None:
    project.add("create table a (id int);", "drop table a;")
    project.add("selekt;")
    assert project.guardian("up", "dev").code == 1
    project.ok("down", "dev", "1")
    project.ok("force", "dev", "1")

    runs = project.ok("--json", "history", "dev").document["runs"]

    seen = [(r["action"], r["direction"], r["version"], r["from_version"], r["to_version"], r["outcome"]) for r in runs]
    assert seen == [
        ("up", "up", 1, None, 1, "done"),
        ("up", "up", 2, 1, None, "failed"),
        ("down", "down", 1, 1, None, "done"),
        ("force", None, 1, None, 1, "done"),
    ]
    assert "syntax error" in runs[1]["error"]
    assert all(r["os_user"] and r["host"] and r["database_role"] == "postgres" and r["at"] for r in runs)
    assert len(project.ok("--json", "history", "dev", "2").document["runs"]) == 2
    text = project.ok("history", "dev").out
    assert text.count("\n") == 5
    assert "up      1 step  done in" in text


def test_the_text_that_ran_can_be_had_back(project: Project) -> None:
    project.add("create table a (id int);", "drop table a;")
    project.ok("up", "dev")

    assert (
        project.ok("history", "dev", "--text", "1").out == "-- up\ncreate table a (id int);\n-- down\ndrop table a;\n"
    )
    assert project.guardian("history", "dev", "--text", "7").code == 2


def test_a_database_that_another_tool_migrated_has_an_empty_history(project: Project) -> None:
    project.on_dev("create table schema_migrations (version bigint primary key, dirty boolean not null)")
    project.on_dev("insert into schema_migrations values (2, false)")
    for _ in range(3):
        project.add("select 1;")

    assert project.ok("history", "dev").out == "no run of guardian on dev is recorded\n"
    project.ok("up", "dev")

    assert project.on_dev("select version, from_version from guardian.history") == [(3, 2)]
    assert project.ok("--json", "status").document["targets"][0]["late"] == []


def test_status_shows_edited_files_and_whether_it_matters(project: Project) -> None:
    for number in range(3):
        project.add(f"create table t{number} (id int default 1);")
    project.ok("up", "dev")
    _write(project, "000001_step.up.sql", "-- now explained\ncreate table t0 (id int   default 1);\n")
    _write(project, "000002_step.up.sql", "create table t1 (id int default 2);")
    _write(project, "000003_step.up.sql", "create table t2 (id int default 1);\r\n")

    edited = project.ok("--json", "status").document["targets"][0]["edited"]

    assert edited == [
        {"file": "000001_step.up.sql", "comments_only": True},
        {"file": "000002_step.up.sql", "comments_only": False},
        {"file": "000003_step.up.sql", "comments_only": True},
    ]
    assert "edited    000001_step.up.sql (comments or white space only)" in project.ok("status").out
    assert project.guardian("status", "--check").code == 3


def test_a_late_file_is_refused_by_name_and_shown(project: Project) -> None:
    """golang-migrate passes it over without a word."""
    _write(project, "1_a.up.sql", "create table a (id int);")
    _write(project, "3_c.up.sql", "create table c (id int);")
    project.ok("up", "dev")
    _write(project, "2_b.up.sql", "create table b (id int);")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "2_b was never run on dev, which is already at version 3; give it the next free number" in run.err
    assert project.ok("--json", "status").document["targets"][0]["late"] == ["2_b"]
    (project.migrations / "2_b.up.sql").rename(project.migrations / "4_b.up.sql")
    project.ok("up", "dev")
    assert project.tables(project.dev) == {"a", "b", "c"}


def test_down_does_not_undo_what_was_never_done(project: Project) -> None:
    _write(project, "1_a.up.sql", "create table a (id int);")
    _write(project, "3_c.up.sql", "create table c (id int);")
    _write(project, "3_c.down.sql", "drop table c;")
    project.ok("up", "dev")
    _write(project, "2_b.up.sql", "create table b (id int);")
    _write(project, "2_b.down.sql", "drop table a;")

    run = project.guardian("down", "dev", "2")

    assert run.code == 1
    assert "2_b was never run" in run.err
    assert project.tables(project.dev) == {"a", "c"}


def test_a_missing_file_is_refused_by_name_and_shown(project: Project) -> None:
    for number in range(3):
        project.add(f"create table t{number} (id int);")
    project.ok("up", "dev")
    (project.migrations / "000002_step.up.sql").unlink()
    (project.migrations / "000002_step.down.sql").unlink()
    project.add("select 1;")

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "no file of 2 step, which ran on dev" in run.err
    assert "guardian history dev --text 2" in run.err
    assert project.ok("--json", "status").document["targets"][0]["missing"] == ["2 step"]


def test_a_search_path_of_the_url_holds_for_every_file(project: Project) -> None:
    """It is part of what a file's clean session begins with."""
    project.on_dev("create schema app")
    url = project.dev + ("&" if "?" in project.dev else "?") + "search_path=app"
    (project.root / "guardian.toml").write_text(f'[targets.dev]\nurl = "{url}"\nrole = "development"\n')
    project.add("create table a (id int); set search_path = public;")
    project.add("create table b (id int);")
    project.add("create table c (id int); create index concurrently on c (id);")

    project.ok("up", "dev")

    found = project.on_dev("select tablename from pg_tables where schemaname = 'app' order by 1")
    assert found == [("a",), ("b",), ("c",), ("schema_migrations",)]


def test_a_database_of_another_encoding_gets_utf8_files(project: Project) -> None:
    name = project.on_dev("select current_database()")[0][0]
    project.on_dev(f"create database {name}_e encoding latin1 template template0 locale 'C'")
    url = project.dev.replace(f"/{name}", f"/{name}_e")
    (project.root / "guardian.toml").write_text(f'[targets.dev]\nurl = "{url}"\nrole = "development"\n')
    try:
        project.add("create table a (t text); insert into a values ('é');")

        project.ok("up", "dev")

        assert project.query(url, "select length(t), ascii(t) from a") == [(1, 0xE9)]
    finally:
        project.on_dev(f"drop database {name}_e with (force)")


def test_two_directories_in_one_database_have_two_histories(project: Project) -> None:
    """Each has its own version table; what the one ran is neither late nor missing for the other."""
    for number in (1, 3):
        _write(project, f"{number}_a.up.sql", f"create table a{number} (id int);")
    project.ok("up", "dev")
    for file in project.migrations.iterdir():
        file.unlink()
    (project.root / "guardian.toml").write_text(
        f'[targets.dev]\nurl = "{project.dev}"\nrole = "development"\nversion_table = "other_migrations"\n'
    )
    for number in (2, 4):
        _write(project, f"{number}_b.up.sql", f"create table b{number} (id int);")

    project.ok("up", "dev")

    assert project.tables(project.dev) - {"other_migrations"} == {"a1", "a3", "b2", "b4"}
    assert [run["version"] for run in project.ok("--json", "history", "dev").document["runs"]] == [2, 4]
