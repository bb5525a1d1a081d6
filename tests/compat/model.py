"""What golang-migrate does, and where guardian does something else on purpose: both as pure functions.

`golang` is read from golang-migrate's source and held against its program by the tests beside this file; `guardian`
is the same but for the deviations, each named in docs/golang-migrate.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

NIL = -1


@dataclass(frozen=True, slots=True)
class Pair:
    """One version's files: what each direction does, None where it has no file.

    "make" and "drop" are of the version's own table; "empty" does nothing; "fail" makes a table and then fails.
    """

    up: str | None = "make"
    down: str | None = "drop"


@dataclass(frozen=True, slots=True)
class State:
    version: int = NIL
    dirty: bool = False
    tables: frozenset[int] = frozenset()

    @property
    def rows(self) -> list[tuple[int, bool]]:
        """What the version table holds."""
        return [(self.version, self.dirty)] if self.version != NIL or self.dirty else []


Files = Mapping[int, Pair]
Command = tuple[str, ...]
Step = tuple[int, str, int]  # version, direction, the version afterwards


def pairs(files: Mapping[str, list[str | None]]) -> Files:
    """Return what a trace says of its files."""
    return {int(version): Pair(*kinds) for version, kinds in files.items()}


def sql(kind: str, version: int) -> str:
    return {
        "make": f"create table t{version} (id int);\n",
        "drop": f"drop table t{version};\n",
        "empty": "",
        "comment": "-- nothing to do\n",
        "fail": f"create table f{version} (id int);\nselect 1/0;\n",
    }[kind]


def golang(files: Files, state: State, command: Command) -> tuple[int, State]:
    """Return exit code and state after golang-migrate's command."""
    match command:
        case ("version",):
            return (0 if state.version != NIL else 1), state
        case ("force", "-1"):
            return 2, state
        case ("force", *_, word):
            return 0, replace(state, version=int(word), dirty=False)
        case ("drop", "-f"):
            return 0, State()
        case ("up" | "down", "0"):
            return 0, state
    planned = _plan(files, state, command)
    if planned is None:
        return 1, state
    steps, short = planned
    code, state = _golang_run(files, state, steps)
    return code or int(short), state


def guardian(files: Files, state: State, command: Command) -> tuple[int, State]:
    """Return exit code and state after guardian's command."""
    match command:
        case ("force", "-1"):  # accepted, where Go takes it for a flag
            return 0, replace(state, version=NIL, dirty=False)
        case ("version",) | ("force" | "drop", *_) | ("up" | "down", "0"):
            return golang(files, state, command)
    planned = _plan(files, state, command)
    if planned is None:
        return 1, state
    steps, short = planned
    if any(
        _file(files, step) is None for step in steps
    ):  # refused by name, where golang-migrate only moves the version
        return 1, state
    code, state = _guardian_run(files, state, steps)
    return code or int(short), state


def _plan(files: Files, state: State, command: Command) -> tuple[list[Step], bool] | None:
    """Return the steps, and whether fewer than were asked for; None for an error before anything is run."""
    current, versions = state.version, sorted(files)
    if state.dirty or (current != NIL and current not in files):
        return None
    match command:
        case ("up",):
            # Of nothing at all not even the first can be found.
            return (_ups(versions, current), False) if versions or current != NIL else None
        case ("up", word):
            return _limited(_ups(versions, current), int(word))
        case ("down", "-all"):
            return _downs(versions, current), False
        case ("down", word):
            return _limited(_downs(versions, current), int(word))
        case ("goto", word) if int(word) in files:
            target = int(word)
            if target >= current:
                return [step for step in _ups(versions, current) if step[0] <= target], False
            return [step for step in _downs(versions, current) if step[0] > target], False
    return None


def _limited(steps: list[Step], limit: int) -> tuple[list[Step], bool] | None:
    return (steps[:limit], len(steps) < limit) if steps else None


def _ups(versions: list[int], current: int) -> list[Step]:
    return [(version, "up", version) for version in versions if version > current]


def _downs(versions: list[int], current: int) -> list[Step]:
    below = [version for version in versions if version <= current]
    before = [NIL, *below]
    return [(version, "down", before[index]) for index, version in reversed(list(enumerate(below)))]


def _golang_run(files: Files, state: State, steps: list[Step]) -> tuple[int, State]:
    for step in steps:
        tables = _effect(_file(files, step), step[0], state.tables)
        if tables is None:  # dirty, at the version that the file would have led to
            return 1, replace(state, version=step[2], dirty=True)
        state = State(step[2], dirty=False, tables=tables)
    return 0, state


def _guardian_run(files: Files, state: State, steps: list[Step]) -> tuple[int, State]:
    for step in steps:
        tables = _effect(_file(files, step), step[0], state.tables)
        if tables is None:  # clean, at the version before
            return 1, state
        state = State(step[2], dirty=False, tables=tables)
    return 0, state


def _file(files: Files, step: Step) -> str | None:
    pair = files[step[0]]
    return pair.up if step[1] == "up" else pair.down


def _effect(kind: str | None, version: int, tables: frozenset[int]) -> frozenset[int] | None:
    """Return the tables afterwards, None where the file fails (it is one transaction, so nothing of it stays)."""
    match kind:
        case "make":
            return None if version in tables else tables | {version}
        case "drop":
            return tables - {version} if version in tables else None
        case "fail":
            return None
    return tables
