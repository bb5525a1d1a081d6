"""Migration files that get other names, and the lock file with them: all or nothing, whatever ends the process.

What is to be done is written to one file first. From then on every command refuses the directory, and the next
`guardian renumber` finishes what was begun. Each move is one rename, to a name that is free by then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from guardian.adapters.migrations_dir import sync_folder, write_lock
from guardian.adapters.write_file import write_file
from guardian.errors import GuardianError, Refused
from guardian.migrate.checksum import checksum
from guardian.migrate.lock_file import parse_lock_file
from guardian.migrate.renumber import Move

JOURNAL = ".guardian-renumber.json"


class RenumberUnfinished(Refused):
    """a renumbering was cut off in the middle."""

    def __init__(self, directory: Path, reason: str) -> None:
        super().__init__(
            f"{directory}: a renumbering was cut off in the middle: {reason}; see to that and run guardian renumber "
            f"again, or put the directory back from git and remove {directory / JOURNAL}"
        )


def move_files(directory: Path, moves: Sequence[Move], *, lock: str | None) -> None:
    """Rename the files in this order and write the lock file, where there is a text for it.

    Raises GuardianError; then, as after Ctrl-C, the directory is as it was. After a crash `finish` does the rest.
    """
    digests = {move.old: checksum((directory / move.old).read_bytes()) for move in moves}
    plan = {"moves": [asdict(move) | {"checksum": digests[move.old]} for move in moves], "lock": lock}
    write_file(directory / JOURNAL, json.dumps(plan))
    done: list[Move] = []
    try:
        for move in moves:
            done.append(move)
            _move(directory, move)
        _write_lock(directory, lock)
    except OSError as fault:
        _undo(directory, done)
        raise GuardianError(f"{fault.filename}: {fault.strerror}; every migration has its old name again") from None
    except BaseException:
        _undo(directory, done)
        raise
    _end(directory)


def finish(directory: Path) -> tuple[Move, ...]:
    """Finish what a crash has cut off; return the moves, none where nothing was cut off. Raises RenumberUnfinished."""
    try:
        plan = json.loads((directory / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as fault:
        raise RenumberUnfinished(directory, f"{JOURNAL} cannot be read: {fault}") from None
    moves = tuple(Move(old=move["old"], new=move["new"]) for move in plan["moves"])
    _refuse_foreign(directory, {move["old"]: (move["new"], move["checksum"]) for move in plan["moves"]})
    try:
        for move in moves:
            _move(directory, move)
        _write_lock(directory, plan["lock"])
    except OSError as fault:
        raise RenumberUnfinished(directory, f"{fault.filename}: {fault.strerror}") from None
    _end(directory)
    return moves


def refuse_unfinished(directory: Path) -> None:
    """Raise RenumberUnfinished where one was cut off: some files have their new numbers, some the old ones."""
    if (directory / JOURNAL).exists():
        raise RenumberUnfinished(directory, "guardian renumber finishes it")


def _move(directory: Path, move: Move) -> None:
    # A name is free before its file comes, so what has it has come already.
    if not (directory / move.new).exists():
        (directory / move.old).rename(directory / move.new)


def _write_lock(directory: Path, lock: str | None) -> None:
    sync_folder(directory)
    if lock is not None:
        write_lock(directory, parse_lock_file(lock))


def _undo(directory: Path, done: Sequence[Move]) -> None:
    try:
        for move in reversed(done):
            if not (directory / move.old).exists():
                (directory / move.new).rename(directory / move.old)
        _end(directory)
    except OSError as fault:
        raise RenumberUnfinished(directory, f"{fault.filename}: {fault.strerror}") from None


def _end(directory: Path) -> None:
    sync_folder(directory)
    (directory / JOURNAL).unlink()
    sync_folder(directory)


def _refuse_foreign(directory: Path, moves: Mapping[str, tuple[str, str]]) -> None:
    """Raise RenumberUnfinished where a file is not as it was, under neither name: somebody has been at it since."""
    for old, (new, digest) in moves.items():
        found = [path for path in (directory / new, directory / old) if path.exists()]
        if not found:
            raise RenumberUnfinished(directory, f"{old} is gone")
        if all(checksum(path.read_bytes()) != digest for path in found):
            raise RenumberUnfinished(directory, f"{old} was changed since")
