"""What no linter sees: sizes, purity, and that what exists is described."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from guardian.cli.main import COMMANDS
from tests.plugin.project import ROOT

MOST_LINES = 500
MODULES = sorted([*ROOT.glob("guardian/**/*.py"), *ROOT.glob("hooks/**/*.py")])
PURE = ("names", "errors", "config", "sqltext", "schema", "migrate", "lint", "drift", "report")
# What opens, prints, sleeps or asks the clock; a pure room is handed what it needs.
IMPURE_CALLS = {"open", "print", "input", "now", "utcnow", "today", "time", "monotonic", "sleep", "getenv"}
IMPURE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "iterdir", "exists"}


def too_long(path: Path) -> bool:
    return len(path.read_text().splitlines()) > MOST_LINES


def impurities(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        # What is read from the package itself is part of the code.
        if isinstance(node, ast.Call) and not ast.unparse(node.func).startswith("resources."):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            plain = isinstance(node.func, ast.Name)
            if (plain and name in IMPURE_CALLS) or (not plain and name in IMPURE_METHODS | {"now", "utcnow", "sleep"}):
                found.append(f"line {node.lineno}: {name}()")
        if isinstance(node, ast.Attribute) and node.attr == "environ":
            found.append(f"line {node.lineno}: environ")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_longer_than_500_lines(path):
    assert not too_long(path)


def test_a_module_of_600_lines_is_seen(tmp_path):
    long = tmp_path / "long.py"
    long.write_text("x = 1\n" * 600)

    assert too_long(long)


@pytest.mark.parametrize("room", PURE)
def test_the_core_opens_nothing_and_asks_no_clock(room):
    paths = [*ROOT.glob(f"guardian/{room}.py"), *ROOT.glob(f"guardian/{room}/**/*.py")]
    assert paths
    for path in paths:
        assert impurities(path.read_text()) == [], path


@pytest.mark.parametrize("line", ["open('x')", "datetime.now()", "path.read_text()", "os.environ['X']", "print(1)"])
def test_an_impurity_is_seen(line):
    assert impurities(line)


def test_only_the_clock_asks_what_time_it_is():
    """datetime.now() and time.* stand in guardian/clock.py alone."""
    asking = re.compile(r"datetime\.now\(|\btime\.(time|monotonic|sleep|perf_counter)\(|utcnow\(")
    found = [str(path.relative_to(ROOT)) for path in MODULES if asking.search(path.read_text())]

    assert found == ["guardian/clock.py"]


def test_every_command_is_documented():
    text = (ROOT / "docs" / "commands.md").read_text()

    assert [name for name in COMMANDS if f"`guardian {name}" not in text] == []


def test_every_configuration_key_is_documented():
    """The keys that the parsers ask for are the keys of docs/configuration.md."""
    source = "".join(path.read_text() for path in (ROOT / "guardian/config").glob("*.py"))
    calls = (
        r"\.(?:text|texts|required_text|choice|duration|flag|number|day)\(\s*\"(\w+)\"|_(?:secret|path)\(\w+, \"(\w+)\""
    )
    asked = {first or second for first, second in re.findall(calls, source)}
    documented = set(re.findall(r"^\| [^|]+ \| `(\w+)` \|", (ROOT / "docs/configuration.md").read_text(), re.MULTILINE))

    assert asked == documented


# Heavy libraries that a short command, or a hook that runs with every commit, must not load.
HEAVY = {"psycopg", "requests", "rich", "flask", "jinja2", "waitress", "apscheduler", "postgast", "watchdog", "sqlite3"}


@pytest.mark.parametrize(
    ("code", "forbidden"),
    [
        ("from guardian.cli.main import main; main(['--help'])", HEAVY | {"structlog"}),
        ("from hooks.naming import main; main([])", HEAVY | {"structlog", "click"}),
        ("from hooks.immutable import main; main([])", HEAVY | {"structlog", "click"}),
        ("from hooks.order import main; main([])", HEAVY | {"structlog", "click"}),
        ("from hooks.rehearse import main; main(['--from-ref', 'HEAD'])", HEAVY | {"structlog", "click"}),
        ("from guardian.cli.main import main; main(['lock', '--help'])", HEAVY - {"postgast"} | {"structlog"}),
        # `up` speaks to a server; libpg_query is loaded where a file needs parsing.
        ("from guardian.cli.main import main; main(['up', '--help'])", HEAVY - {"psycopg"} | {"structlog"}),
    ],
)
def test_start_up_loads_nothing_heavy(code, forbidden):
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint('loaded:', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.rpartition("loaded:")[2].split()}

    assert loaded & forbidden == set()
    assert "guardian" in loaded


def test_no_path_or_host_of_a_machine_is_in_the_project():
    """The project speaks only of guardian: no home folder, no registry's address."""
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    pattern = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "index-" + "url", "find-" + "links"]))
    found = [
        name for name in names if (ROOT / name).is_file() and pattern.search((ROOT / name).read_text(errors="ignore"))
    ]

    assert found == []
