"""What guardian does exactly as golang-migrate: words, file names, questions, flags."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from guardian.pg.embedded.binaries import nearest_major, tool
from tests.compat.test_deviations import write
from tests.compat.tool import Arena, Tool, guardian
from tests.plugin.project import ROOT

THREE = {f"v{n}_s__{d}": f"{s} table t{n}" for n in (1, 2, 3) for d, s in (("up", "create"), ("down", "drop"))}
THREE = {name: f"{text} (id int)" if "create" in text else text for name, text in THREE.items()}


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        (["up", "up"], "no change\n"),
        (["up 0"], "no change\n"),
        (["down 0"], "no change\n"),
        (["down -all"], "no change\n"),
        (["up", "goto 3"], "no change\n"),
        (["up 5"], "error: limit 2 short\n"),
        (["up 2", "down 5"], "error: limit 3 short\n"),
        (["up", "version"], "3\n"),
        (["version"], "error: no migration\n"),
        (["up", "dirty", "version"], "3 (dirty)\n"),
        (["up x"], "error: can't read limit argument N\n"),
        (["up -- -1"], "error: can't read limit argument N\n"),
        (["down x"], "error: can't read limit argument N\n"),
        (["down 5 -all"], "error: too many arguments\n"),
        (["down -all 5"], "error: -all cannot be used with other arguments\n"),
        (["goto"], "error: please specify version argument V\n"),
        (["goto x"], "error: can't read version argument V\n"),
        (["force"], "error: please specify version argument V\n"),
        (["force x"], "error: can't read version argument V\n"),
        (["force 9223372036854775808"], "error: can't read version argument V\n"),
        (["force -- -2"], "error: argument V must be >= -1\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_the_same_words(twins: tuple[Arena, Arena], golang: Tool, folder: Path, commands: list[str], said: str) -> None:
    """The last line on stderr is the same, letter for letter, and so is the exit code."""
    write(folder, **THREE)
    rans = []
    for arena, program in zip(twins, (golang, guardian), strict=True):
        for command in commands:
            if command == "dirty":
                arena.connection.execute("update schema_migrations set dirty = true")
            else:
                ran = arena.run(program, folder, *command.split())
        rans.append(ran)
        assert ran.err.endswith(said), ran
    assert rans[0].code == rans[1].code


@pytest.mark.parametrize(
    ("command", "answer", "code"),
    [
        ("down", "y\n", 0), ("down", "Y\n", 0), ("down", "n\n", 1), ("down", "", 1), ("down", "yes\n", 1),
        ("drop", "y\n", 0), ("drop", "\n", 1), ("drop", "", 1), ("drop -f", "", 0), ("down -all", "", 0),
    ],
)  # fmt: skip
def test_the_same_questions(
    *, twins: tuple[Arena, Arena], golang: Tool, folder: Path, command: str, answer: str, code: int
) -> None:
    write(folder, **THREE)
    for arena, program in zip(twins, (golang, guardian), strict=True):
        arena.run(program, folder, "up")
        ran = arena.run(program, folder, *command.split(), answer=answer)
        assert ran.code == code
        assert ("[y/N]" in ran.err) is ("-" not in command)
        assert arena.tables() == (set() if code == 0 else {"t1", "t2", "t3"})
        assert arena.rows() == ([] if code == 0 else [(3, False)])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2), (["bogus"], 2), (["-foo", "up"], 2), (["up", "-foo"], 2), (["-lock-timeout", "x", "up"], 2),
        (["-lock-timeout=-1", "up"], 2), (["-verbose=7", "up"], 2), (["-path"], 2), (["---x"], 2), (["-=x"], 2),
        (["-version"], 0), (["--version"], 0), (["-help"], 0), (["--h"], 0), (["up", "-help"], 0), (["up", "-h"], 0),
        (["create"], 1), (["create", "x"], 1), (["create", "-ext", "sql"], 1), (["create", "-digits", "x", "y"], 2),
        (["create", "-help"], 0), (["create", "-ext", "sql", "-tz", "Nope/Nope", "x"], 1),
        (["create", "-ext", "sql", "-seq", "-digits", "0", "x"], 1),
        (["create", "-ext", "sql", "-seq", "-format", "unix", "x"], 1),
        (["create", "-ext", "sql", "-format", "", "x"], 1),
        (["-database", "postgres://127.0.0.1:1/x", "-path", ".", "up"], 1),
        (["-database", "foo://x", "-path", ".", "up"], 1), (["-source", "foo://x", "-path", ".", "up"], 1),
    ],
)  # fmt: skip
def test_the_same_exit_codes_for_odd_words(golang: Tool, folder: Path, words: list[str], code: int) -> None:
    theirs, ours = golang(words), guardian(words)
    assert (theirs.code, theirs.out) == (code, "")
    assert (ours.code, ours.out) == (code, ""), ours
    if theirs.code and words[:1] != ["-database"] and words[:1] != ["-source"]:
        assert _first_words(ours.err.replace("migrate-dev", "migrate")) == _first_words(theirs.err)


def _first_words(text: str) -> str:
    return text.splitlines()[0].split(" OPTIONS")[0].removeprefix("error: ")


@pytest.mark.parametrize("second", ["1_a.up.sql.bak", "1_b.up.sql", "0001_a.up.sql", "1_.up.", "01_x.up.txt"])
@pytest.mark.parametrize("command", ["version", "up", "force 1"])
def test_two_files_of_one_version_stop_every_command(
    twins: tuple[Arena, Arena], golang: Tool, folder: Path, second: str, command: str
) -> None:
    """Any extension counts; nothing is written."""
    (folder / "1_a.up.sql").write_text("select 1")
    (folder / second).write_text("select 1")
    for arena, program in zip(twins, (golang, guardian), strict=True):
        ran = arena.run(program, folder, *command.split())
        assert ran.code == 1
        assert second in ran.err or "1_a.up.sql" in ran.err
        assert arena.rows() == []


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("0_a.up.sql", 0),
        ("000_.up.sql", 0),
        ("7_.up.sql", 7),
        ("9_i.down.up.sql", 9),
        ("3_a.up.", 3),
        ("3_a.up.sql.bak", 3),
        ("5_with space é.up.sql", 5),
        ("5_a.b_c.up.pgsql", 5),
        (f"{2**63 - 1}_a.up.sql", 2**63 - 1),
        ("1_a.UP.sql", None),
        ("1_a.Up.sql", None),
        ("1_a.sql", None),
        ("a_1.up.sql", None),
        ("-1_a.up.sql", None),
        ("+1_a.up.sql", None),
        ("1a_b.up.sql", None),
        (" 1_a.up.sql", None),
        ("1-a.up.sql", None),
        ("٣_a.up.sql", None),
        ("1_a.up", None),
    ],
)
def test_the_same_names_are_migrations(
    twins: tuple[Arena, Arena], golang: Tool, folder: Path, name: str, version: int | None
) -> None:
    (folder / "2_folder.up.sql").mkdir()
    (folder / "2_folder.up.sql" / "2_deep.up.sql").write_text("select 1")
    (folder / name).write_text("create table t1 (id int)")
    for arena, program in zip(twins, (golang, guardian), strict=True):
        assert arena.run(program, folder, "up").code == (1 if version is None else 0)
        assert arena.rows() == ([] if version is None else [(version, False)])
        assert arena.tables() == (set() if version is None else {"t1"})


@pytest.mark.parametrize(
    "words",
    [
        "-seq x", "-seq -digits 3 x", "-seq -digits 1 x", "-format 2006 x", "-format unix x", "-ext .pgsql -seq x",
        "-dir made/here -seq x", "-format 20060102 -tz Asia/Kathmandu x", "-seq x y",
    ],
)  # fmt: skip
def test_create_makes_the_same_files(golang: Tool, folder: Path, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for program, name in ((golang, "theirs"), (guardian, "ours")):
        place = folder / name
        place.mkdir()
        (place / "000002_a.up.sql").touch()
        monkeypatch.chdir(place)
        ran = program(["create", "-ext", "sql", *words.split()] if "-ext" not in words else ["create", *words.split()])
        files = sorted(
            str(file.relative_to(place)) for file in place.rglob("*.*") if not file.name.startswith("000002")
        )
        made.append((ran.code, ran.out, ran.err.replace(str(place), ""), files))
    unix = "unix" in words
    assert made[0] == made[1] or (unix and made[0][0] == made[1][0] == 0 and len(made[1][3]) == 2)
    assert made[1][0] == 0


def test_create_does_not_write_over_a_version(golang: Tool, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "2006_a.up.sql").touch()
    words = ["create", "-ext", "sql", "-format", "x2006", "x"]
    assert golang(words).code == 0
    assert guardian(words).code == 1
    for program in (golang, guardian):
        made = program(["create", "-ext", "sql", "-format", "0", "x"])
        assert made.code == (0 if program is golang else 1), made


def test_the_users_migrations_make_the_same_schema(twins: tuple[Arena, Arena], golang: Tool, folder: Path) -> None:
    """pg_dump of both, up and down and up again."""
    for file in (ROOT / "migrations").glob("*.sql"):
        shutil.copy(file, folder)
    dumps = []
    for arena, program in zip(twins, (golang, guardian), strict=True):
        steps = []
        for command in ("up", "down 2", "goto 3"):
            assert arena.run(program, folder, *command.split()).code == 0
            steps.append(_dump(arena))
        dumps.append(steps)
    assert dumps[0] == dumps[1]
    assert any("aegis_providers" in line for line in dumps[0][0])


def _dump(arena: Arena) -> list[str]:
    program = tool("pg_dump", nearest_major(arena.connection.info.server_version))
    command = [program, "--no-owner", "--schema-only", "--exclude-schema=guardian", f"--dbname={arena.url}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return sorted(line for line in done.stdout.splitlines() if not line.startswith("\\"))
