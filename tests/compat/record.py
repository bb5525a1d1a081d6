"""Records what golang-migrate's program does: `python -m tests.compat.record` writes traces/*.json anew."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from guardian.pg.embedded import EmbeddedServer
from tests.compat import model
from tests.compat.tool import Arena, golang_migrate, write_files
from tests.plugin.tools import find

TRACES = Path(__file__).parent / "traces"

GOOD = {"1": ["make", "drop"], "2": ["make", "drop"], "5": ["make", "drop"]}

# name -> files (version: what up and down do) and commands.
SCRIPTS: dict[str, tuple[dict[str, list[str | None]], list[str]]] = {
    "up_and_down": (GOOD, ["version", "up 1", "version", "up", "up", "down 1", "down -all", "down -all", "version"]),
    "limits": (GOOD, ["up 0", "up 9", "up 1", "down 9", "down 1", "down 0", "up 2", "up 2"]),
    "goto": (GOOD, ["goto 5", "goto 1", "goto 1", "goto 3", "goto 2", "goto 99", "force 99", "goto 1", "up"]),
    "force": (GOOD, ["force 2", "version", "up", "force -- -1", "version", "force 7", "up", "down 1", "force 5"]),
    "force_minus_one": (GOOD, ["up", "force -1", "version", "force -- -1", "version"]),
    "failing_file": ({**GOOD, "2": ["fail", "drop"]}, ["up", "version", "up", "down 1", "force 1", "down 1", "up 1"]),
    "failing_first": ({"1": ["fail", "drop"]}, ["up", "version", "force -- -1", "version", "up 1"]),
    "failing_down": ({**GOOD, "2": ["make", "fail"]}, ["up", "down 1", "down 1", "version", "force 1", "up"]),
    "failing_first_down": ({"3": ["make", "fail"]}, ["up", "down 1", "version", "up", "force 3", "version"]),
    "missing_down": ({**GOOD, "2": ["make", None]}, ["up", "down 2", "version", "up"]),
    "missing_up": ({**GOOD, "2": [None, "drop"]}, ["up", "version", "down 1", "down 1", "goto 5"]),
    "empty_files": ({"0": ["empty", "empty"], "4": ["comment", "comment"]}, ["up", "version", "down 1", "down 1"]),
    "no_files": ({}, ["up", "up 1", "down 1", "down -all", "goto 1", "force 3", "up", "version"]),
    "drop": (GOOD, ["up", "drop -f", "version", "up 1", "drop -f", "drop -f"]),
    "gap_and_force": (GOOD, ["up", "force 1", "up", "force 5", "down -all", "down -all"]),
}


def main() -> int:
    binary = find("migrate")
    if binary is None:
        return 1
    with EmbeddedServer.start(major=18) as server, tempfile.TemporaryDirectory() as folder:
        arena = Arena.open(server.url())
        for name in SCRIPTS:
            (TRACES / f"{name}.json").write_text(_record(arena, binary, Path(folder), name))
        arena.connection.close()
    return 0


def _record(arena: Arena, binary: Path, folder: Path, name: str) -> str:
    files, commands = SCRIPTS[name]
    arena.reset()
    write_files(folder, model.pairs(files))
    steps = []
    for command in commands:
        ran = arena.run(golang_migrate(binary), folder, *command.split())
        steps.append({"command": command, "code": ran.code, "rows": arena.rows(), "tables": sorted(arena.tables())})
    lines = ",\n".join(f"  {json.dumps(step)}" for step in steps)
    return f'{{"files": {json.dumps(files)},\n "steps": [\n{lines}]}}\n'


if __name__ == "__main__":
    sys.exit(main())
