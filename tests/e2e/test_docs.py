"""Every command in the documentation is run, and prints what the documentation says it prints."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guardian.cli.main import COMMANDS
from guardian.schema.codec import READABLE
from tests.plugin.project import ROOT
from tests.plugin.tools import require

BIN = Path(sys.executable).parent
# Run elsewhere: the demo by test_demo.py, the tests by whoever reads this line, the installation by `make setup`.
ELSEWHERE = {"make demo", "make test", "pip install ."}


def blocks(path: Path, language: str) -> list[list[str]]:
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", path.read_text(), re.MULTILINE | re.DOTALL)
    return [[line.removeprefix(indent) for line in text.splitlines()] for indent, text in found]


def steps(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Return (command, expected lines) of a console block."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def fits(expected: list[str], actual: str) -> bool:
    """Compare as doctest does with ELLIPSIS: `...` stands for anything within a line."""
    pattern = "\n".join(".*".join(re.escape(part) for part in line.split("...")) for line in expected)
    return re.fullmatch(pattern, actual.rstrip("\n")) is not None


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_readmes_walk_through(project):
    """From an empty folder with two databases to a promoted migration, line by line."""
    (project.root / "guardian.toml").unlink()
    project.migrations.rmdir()
    commands = [step for block in blocks(ROOT / "README.md", "console") for step in steps(block)]
    assert len(commands) > 8
    for command, expected in commands:
        if command.startswith("export GUARDIAN_"):
            assert command.split("=")[0].removeprefix("export ") in os.environ
            continue
        done = shell(command, project.root)
        assert done.returncode == 0, (command, done.stderr)
        assert fits(expected, done.stdout), (command, done.stdout)


@pytest.mark.parametrize("text", ["a ... c\nd", "a b c\n..."])
def test_the_comparison_forgives_only_what_is_left_out(text):
    assert fits(text.splitlines(), "a b c\nd")
    assert not fits(text.splitlines(), "a b x\nd")
    assert not fits(text.splitlines(), "a b c\nd\ne") or text.endswith("...")


def test_the_readmes_other_commands_are_run_elsewhere():
    lines = [line.split("#")[0].strip() for block in blocks(ROOT / "README.md", "bash") for line in block]

    assert {line for line in lines if line} == ELSEWHERE


def test_every_documented_command_exists(project):
    """Each row of docs/commands.md is a command with these arguments, as its --help shows."""
    rows = re.findall(r"^\| `guardian ([^`]+)` \|", (ROOT / "docs/commands.md").read_text(), re.MULTILINE)
    assert {row.split()[0] for row in rows} == set(COMMANDS)
    for row in rows:
        words = shlex.split(row.replace("[", " ").replace("]", " "))
        subcommand = words[:2] if words[0] in {"notify", "hooks"} else words[:1]
        text = project.ok(*subcommand, "--help").out
        for word in words[len(subcommand) :]:
            assert word.upper() in text.upper(), (row, word)


def test_the_teams_workflow(project):
    """The commands of migrations/README.md, each with something to do."""
    project.user_migrations()
    project.ok("up", "dev")
    project.ok("lock")
    project.ok("promote", "prod")
    lines = [line.split("  #")[0].strip() for block in blocks(ROOT / "migrations/README.md", "bash") for line in block]
    commands = [line for line in lines if line and not line.startswith("#")]
    assert len(commands) > 8
    for command in commands:
        if command.startswith("new-migration"):
            done = shell(command, project.root)
            project.version += 1
        else:
            project.add(f"create table t{project.version} (id int);", f"drop table t{project.version};")
            project.ok("lock")
            if "prod" in command or "down" in command:
                project.ok("up", "dev")
            done = shell(re.sub(r"\b(VERSION|LAST_GOOD_VERSION)\b", str(project.version), command), project.root)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        project.ok("up", "dev")


def indented(path: Path) -> list[str]:
    """Return the commands of the indented blocks."""
    return [line[4:].split("  #")[0].strip() for line in path.read_text().splitlines() if line.startswith("    ")]


def test_the_page_on_golang_migrate(project):
    """Its commands, with the project's own database in the place of the example's."""
    project.user_migrations()
    project.ok("up", "dev")
    project.ok("lock")
    project.ok("promote", "prod")
    commands = indented(ROOT / "docs/golang-migrate.md")
    assert [command for command in commands if not command.startswith("migrate-")] == []
    assert len(commands) > 2
    for command in commands:
        project.add(f"create table t{project.version} (id int);", f"drop table t{project.version};")
        done = shell(command.replace("postgres://localhost/app?sslmode=disable", project.dev), project.root)
        assert done.returncode == 0, (command, done.stdout, done.stderr)


def test_the_page_on_squash(project):
    """Its commands, in a repository with the migrations of this one."""
    project.user_migrations()
    shutil.rmtree(project.root / ".git", ignore_errors=True)
    project.ok("up", "dev")
    project.ok("lock")
    project.ok("promote", "prod")
    who = "-c user.name=Ada -c user.email=ada@example.org -c commit.gpgsign=false"
    for command in ("git init -q", "git add -A", f"git {who} commit -q -m first"):
        assert shell(command, project.root).returncode == 0
    commands = indented(ROOT / "docs/squash.md")
    assert len(commands) == 3
    for command in commands:
        line = command.replace("--to 40", "--to 3").replace("git commit", f"git {who} commit -q -m squash")
        done = shell(line, project.root)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    assert [file.name for file in sorted(project.migrations.glob("*.sql"))] == [
        "000003_baseline.down.sql",
        "000003_baseline.up.sql",
    ]


def test_the_page_on_diff(project):
    """Its two schemas, and what its commands print about them."""
    path = ROOT / "docs/diff.md"
    dev, prod = ("\n".join(block) for block in blocks(path, "sql"))
    project.on_dev(dev)
    project.on_prod(prod)
    commands = [step for block in blocks(path, "console") for step in steps(block)]
    assert len(commands) > 3
    for command, expected in commands:
        done = shell(command, project.root)
        assert done.returncode == (0 if expected == ["equal"] else 3), (command, done.stderr)
        assert fits(expected, done.stdout), (command, done.stdout)


def test_the_options_on_the_page_on_diff_are_those_that_there_are(project):
    text = (ROOT / "docs/diff.md").read_text()
    options = set(re.findall(r"--[a-z-]+", project.ok("diff", "--help").out)) - {"--help"}

    assert options == set(re.findall(r"`[^`\n]*?(--[a-z-]+)", text)) - {"--json"}


def test_the_page_on_snapshot(project):
    """Its commands, and the format as it is."""
    path = ROOT / "docs/snapshot.md"
    project.on_dev("create table orders (id int)")
    commands = indented(path)
    assert len(commands) == 3
    for command in commands:
        done = shell(command, project.root)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    document = json.loads((project.root / "schema.json").read_text())
    text = path.read_text()
    (example,) = blocks(path, "json")
    assert json.loads("\n".join(example)).keys() == document.keys()
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == document.keys()
    assert set(re.findall(r"^\| (\d) \|", text, re.MULTILINE)) == {str(number) for number in READABLE}


def test_the_page_on_branches(project):
    """Ada's commands, in her clone of a repository where Bob has merged first."""
    who = "-c user.name=Ada -c user.email=ada@example.org -c commit.gpgsign=false"

    def commit(folder, message):
        return f"cd {folder} && git add -A && git {who} commit -qm {message}"

    project.add("create table base ();", "drop table base;", name="base")
    project.ok("lock")
    project.ok("up", "dev")
    clone = project.root.parent / "bob"
    for command in (
        "git init -q -b main",
        commit(".", "base"),
        f"git clone -q . {clone}",
        "git init -q --bare ../remote.git && git remote add origin ../remote.git && git push -q origin main",
        "git switch -qc ada",
    ):
        assert shell(command, project.root).returncode == 0, command
    for folder, name in ((clone, "bob"), (project.root, "ada")):
        for direction in ("up", "down"):
            text = f"create table {name} ();" if direction == "up" else f"drop table {name};"
            (folder / f"migrations/000002_{name}.{direction}.sql").write_text(text)
        assert shell(f"guardian lock && {commit('.', name)}", folder).returncode == 0
    assert shell("git push -q ../remote.git main", clone).returncode == 0
    project.ok("up", "dev")
    commands = indented(ROOT / "docs/branches.md")
    assert len(commands) == 6
    for command in commands:
        line = re.sub(r"git (merge|commit)", rf"git {who} \1", command)
        done = shell(line, project.root)
        assert done.returncode == (1 if "git merge" in command else 0), (line, done.stdout, done.stderr)
    files = [file.name for file in sorted(project.migrations.glob("*.up.sql"))]
    assert files == ["000001_base.up.sql", "000002_bob.up.sql", "000003_ada.up.sql"]
    assert project.tables(project.dev) == {"base", "bob", "ada"}
    assert project.on_dev("select version from schema_migrations") == [(3,)]


@pytest.mark.parametrize(("script", "option"), [("apply", "--quick"), ("hooks", "--runs")])
def test_the_page_on_performance(script, option):
    """Its scripts take the options that they name; what they measure is for `make bench`."""
    text = (ROOT / "docs/performance.md").read_text()
    assert f"python benchmarks/{script}.py" in text
    done = shell(f"python benchmarks/{script}.py --help", ROOT)

    assert done.returncode == 0
    assert option in done.stdout


def test_installing_the_service(tmp_path):
    """The lines of systemd/README.md that put files in place and enable the unit, in a root folder of their own.

    useradd, pip and whatever speaks to a running systemd are left to the machine they are meant for.
    """
    systemctl = require("systemctl")
    for folder in ("etc/systemd/system", "usr/local/bin"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "usr/local/bin/guardian").symlink_to(BIN / "guardian")
    (tmp_path / "guardian.toml").write_text("")
    lines = [line.split("  #")[0].strip() for line in blocks(ROOT / "systemd/README.md", "sh")[0]]
    shutil.copytree(ROOT / "systemd", tmp_path / "systemd")
    wanted = [line for line in lines if line.startswith(("install ", "systemctl enable"))]
    assert len(wanted) == 6
    for line in wanted:
        command = line.replace(" /etc/", f" {tmp_path}/etc/").replace("/dev/stdin", "/dev/null")
        command = command.replace("systemctl enable --now", f"{systemctl} --root={tmp_path} enable")
        ran = shell(command, tmp_path)
        assert ran.returncode == 0, (command, ran.stderr)
    assert (tmp_path / "etc/systemd/system/multi-user.target.wants/guardian.service").is_symlink()
    assert (tmp_path / "etc/guardian/telegram-token").stat().st_mode & 0o777 == 0o600
