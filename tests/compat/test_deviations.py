"""Where guardian does not do what golang-migrate does: both are asserted, so that neither changes unnoticed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.compat.tool import Arena, Tool, guardian


def write(folder: Path, **files: str) -> None:
    """`v1_a__up="..."` writes 1_a.up.sql."""
    for name, text in files.items():
        (folder / f"{name.removeprefix('v').replace('__', '.')}.sql").write_text(text)


def test_a_failing_file_is_dirty_there_and_clean_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """The file changed nothing in either; only guardian says so. The mended file then goes up at once."""
    theirs, ours = twins
    write(folder, v1_a__up="create table t1 (id int)", v2_b__up="create table t2 (id int); select 1/0")

    assert theirs.run(golang, folder, "up").code == ours.run(guardian, folder, "up").code == 1
    assert theirs.rows() == [(2, True)]
    assert ours.rows() == [(1, False)]
    assert theirs.tables() == ours.tables() == {"t1"}

    write(folder, v2_b__up="create table t2 (id int)")
    assert theirs.run(golang, folder, "up").code == 1
    assert ours.run(guardian, folder, "up").code == 0


def test_a_failing_first_file_leaves_no_version(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    theirs, ours = twins
    write(folder, v1_a__up="create table t1 (id int)", v1_a__down="select 1/0")

    for arena, tool in ((theirs, golang), (ours, guardian)):
        assert arena.run(tool, folder, "up").code == 0
        assert arena.run(tool, folder, "down", "1").code == 1

    assert theirs.rows() == [(-1, True)]
    assert ours.rows() == [(1, False)]


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_missing_file_is_nothing_there_and_refused_here(
    twins: tuple[Arena, Arena], golang: Tool, folder: Path, direction: str
) -> None:
    """golang-migrate moves the version and runs nothing, so that a table "reverted" is still there."""
    theirs, ours = twins
    other = "down" if direction == "up" else "up"
    write(folder, **{f"v1_a__{other}": "select 1"})
    if direction == "down":
        for arena, tool in ((theirs, golang), (ours, guardian)):
            assert arena.run(tool, folder, "up").code == 0
    before = ours.rows()

    assert theirs.run(golang, folder, direction, "1").code == 0
    ran = ours.run(guardian, folder, direction, "1")

    assert theirs.rows() != before
    assert ours.rows() == before
    assert ran.code == 1
    assert f"1_a has no .{direction}.sql file" in ran.err


def test_force_minus_one_needs_no_dashes_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    theirs, ours = twins
    write(folder, v1_a__up="select 1")

    for arena, tool, code in ((theirs, golang, 2), (ours, guardian, 0)):
        arena.run(tool, folder, "up")
        assert arena.run(tool, folder, "force", "-1").code == code
        assert arena.run(tool, folder, "force", "--", "-1").code == 0
        assert arena.rows() == []
        assert arena.run(tool, folder, "force", "--", "-2").code == 1


def test_a_link_is_followed_there_and_refused_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """git keeps where a link leads, not what stands there: nobody could review what is run."""
    theirs, ours = twins
    (folder.parent / "elsewhere.sql").write_text("create table t1 (id int)")
    (folder / "1_a.up.sql").symlink_to("../elsewhere.sql")

    assert theirs.run(golang, folder, "up").code == 0
    ran = ours.run(guardian, folder, "up")

    assert theirs.tables() == {"t1"}
    assert ran.code == 1
    assert "1_a.up.sql is a symbolic link" in ran.err
    assert ours.tables() == set()


@pytest.mark.parametrize("link", ["1_a.up.sql", "nowhere.sql"])
def test_a_link_that_leads_nowhere_is_an_error_in_both(
    twins: tuple[Arena, Arena], golang: Tool, folder: Path, link: str
) -> None:
    """A loop, and a link to what is not there: there the database is left dirty or "empty", here it is refused."""
    theirs, ours = twins
    (folder / "1_a.up.sql").symlink_to(link)

    theirs.run(golang, folder, "up")
    ran = ours.run(guardian, folder, "up")

    assert ran.code == 1
    assert "1_a.up.sql is a symbolic link" in ran.err
    assert theirs.tables() == ours.tables() == set()
    assert ours.rows() == []


def test_numbers_that_are_too_large(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """From 2^63 on golang-migrate panics, from 2^64 on it never sees the file; guardian names the file."""
    theirs, ours = twins
    for version, code in ((2**63, 2), (2**64, 1)):
        file = folder / f"{version}_a.up.sql"
        file.write_text("create table t1 (id int)")

        assert theirs.run(golang, folder, "up").code == code
        ran = ours.run(guardian, folder, "up")

        assert ran.code == 1
        assert f"{file.name}: the version is larger than {2**63 - 1}" in ran.err
        file.unlink()
        theirs.reset()


def test_what_a_file_sets_is_gone_for_the_next_one_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """Every pg_dump begins with an empty search_path."""
    theirs, ours = twins
    write(
        folder,
        v1_a__up="select pg_catalog.set_config('search_path', '', false)",
        v2_b__up="create table t2 (id int)",
    )

    assert theirs.run(golang, folder, "up").code == 1
    assert theirs.rows() == [(2, True)]
    assert ours.run(guardian, folder, "up").code == 0
    assert ours.tables() == {"t2"}


def test_a_byte_order_mark_is_no_error_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    theirs, ours = twins
    (folder / "1_a.up.sql").write_bytes(b"\xef\xbb\xbfcreate table t1 (id int)")

    assert theirs.run(golang, folder, "up").code == 1
    assert ours.run(guardian, folder, "up").code == 0


def test_version_makes_no_table_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """Reading changes nothing, and needs no right to create."""
    theirs, ours = twins
    write(folder, v1_a__up="select 1")

    for arena, tool in ((theirs, golang), (ours, guardian)):
        ran = arena.run(tool, folder, "version")
        assert (ran.code, ran.err) == (1, "error: no migration\n")
    there = [arena.connection.execute("select to_regclass('schema_migrations')").fetchone() for arena in twins]
    assert there == [("schema_migrations",), (None,)]


def test_drop_is_all_or_nothing_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """An event trigger that forbids dropping one table: golang-migrate has by then dropped those before it."""
    forbid = """
    create function forbid() returns event_trigger language plpgsql as $$ begin
      if exists (select 1 from pg_event_trigger_dropped_objects() where object_identity = 'public.t2')
      then raise exception 'not this one'; end if; end $$;
    create event trigger forbid on sql_drop execute function forbid()
    """
    write(folder, v1_a__up="create table t1 (id int); create table t2 (id int); create table t3 (id int)")
    for arena, tool in zip(twins, (golang, guardian), strict=True):
        arena.run(tool, folder, "up")
        arena.connection.execute(forbid)
        assert arena.run(tool, folder, "drop", "-f").code == 1
        arena.connection.execute("drop event trigger forbid")

    theirs, ours = twins
    assert len(theirs.tables()) < 3
    assert ours.tables() == {"t1", "t2", "t3"}
    assert ours.rows() == [(1, False)]


def test_two_rows_are_refused_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """golang-migrate takes whichever comes first for the version."""
    write(folder, v1_a__up="select 1", v2_b__up="select 1")
    codes = []
    for arena, tool in zip(twins, (golang, guardian), strict=True):
        arena.run(tool, folder, "up")
        arena.connection.execute("insert into schema_migrations values (1, false)")
        codes.append(arena.run(tool, folder, "version").code)
    assert codes == [0, 1]


def test_a_late_file_is_skipped_there_and_refused_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """golang-migrate never runs it, says "no change", and on the way down runs its down file all the same."""
    theirs, ours = twins
    write(folder, v1_a__up="select 1", v3_c__up="select 1", v3_c__down="select 1")
    for arena, tool in ((theirs, golang), (ours, guardian)):
        assert arena.run(tool, folder, "up").code == 0
    write(folder, v2_late__up="create table t2 (id int)", v2_late__down="create table oh (id int)")

    assert theirs.run(golang, folder, "up").err == "no change\n"
    assert theirs.run(golang, folder, "down", "2").code == 0
    assert theirs.tables() == {"oh"}
    for command in (["up"], ["down", "2"], ["goto", "1"]):
        ran = ours.run(guardian, folder, *command)
        assert ran.code == 1
        assert "2_late was never run on dev" in ran.err
    assert ours.rows() == [(3, False)]
    assert ours.tables() == set()


def test_what_golang_migrate_ran_in_between_is_not_late(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """guardian's history has a gap there, and that is no reason to refuse."""
    arena = twins[1]
    write(folder, **{f"v{n}_s__up": f"create table t{n} (id int)" for n in (1, 2, 3, 4)})

    for tool in (guardian, golang, guardian, golang):
        assert arena.run(tool, folder, "up", "1").code == 0

    assert arena.rows() == [(4, False)]
    assert arena.run(guardian, folder, "up").err == "no change\n"


def test_a_reference_to_the_version_table_stops_only_golang_migrate(
    twins: tuple[Arena, Arena], golang: Tool, folder: Path
) -> None:
    """TRUNCATE is not done to a table that another one refers to, however empty that is."""
    write(folder, v1_a__up="select 1", v2_b__up="create table t2 (id int)")
    codes = []
    for arena, tool in zip(twins, (golang, guardian), strict=True):
        arena.run(tool, folder, "up", "1")
        arena.connection.execute("create table refers (version bigint references schema_migrations)")
        codes.append(arena.run(tool, folder, "up").code)
    assert codes == [1, 0]
    assert twins[1].rows() == [(2, False)]


def test_a_role_without_truncate_is_enough_here(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    write(folder, v1_a__up="select 1", v2_b__up="select 2")
    role = f"narrow_{os.getpid()}"
    rans = []
    for arena, tool in zip(twins, (golang, guardian), strict=True):
        arena.run(tool, folder, "up", "1")
        arena.connection.execute("drop schema if exists guardian cascade")
        arena.connection.execute(f"create role {role} login".encode())
        arena.connection.execute(f"grant select, insert, update, delete on schema_migrations to {role}".encode())
        narrow = Arena(arena.url.replace("postgres@", f"{role}@"), arena.connection)
        rans.append(narrow.run(tool, folder, "up"))
        arena.connection.execute(f"drop owned by {role}; drop role {role}".encode())
    assert [ran.code for ran in rans] == [1, 0], rans
    assert "permission denied for table schema_migrations" in rans[0].err
    assert [arena.rows() for arena in twins] == [[(1, False)], [(2, False)]]
