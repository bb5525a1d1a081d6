"""Migration files exchanged for a baseline: all or nothing, whatever ends the process in the middle.

Everything new is written to a folder beside the migrations first, and moved; nothing is deleted before the end:

    .guardian-squash.making/    being written; worth nothing, removed by the next run
    .guardian-squash/           whole, on disk: from here on the next run finishes what was begun
        plan.json               which files go and which come, with checksums
        new/                    the files that come, until they are in place
        old/                    the files that went, and the old lock file

In between two files have the last version's number, up to the very last step, so that guardian and golang-migrate
both refuse the directory rather than take half of it for the whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guardian.errors import GuardianError, Refused
from guardian.migrate.checksum import checksum
from guardian.migrate.lock_file import LOCK_FILE_NAME

FOLDER = ".guardian-squash"
_MAKING = f"{FOLDER}.making"


class SquashUnfinished(Refused):
    """a squash was cut off in the middle, and could not be finished or undone."""

    def __init__(self, directory: Path, reason: str) -> None:
        super().__init__(
            f"{directory}: a squash was cut off in the middle: {reason}; see to that and run guardian squash again, "
            f"or put the directory back from git and remove {directory / FOLDER}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """`old` are names with checksums, in the order they go, `new` those that come; the lock file is beside them."""

    old: Mapping[str, str]
    new: Mapping[str, str]


def exchange(directory: Path, *, old: Sequence[tuple[str, str]], new: Mapping[str, str], lock: str) -> None:
    """Put the new files (name to text) and lock file in the place of the old ones, given with their checksums.

    Raises GuardianError; then, as after Ctrl-C, the directory is as it was. After a crash `finish` does the rest.
    """
    planned = Exchange(old=dict(old), new={name: checksum(text.encode()) for name, text in new.items()})
    try:
        _stage(directory, planned, {**new, LOCK_FILE_NAME: lock})
        _carry_out(directory, planned)
    except BaseException as fault:
        _undo(directory, planned)
        if isinstance(fault, OSError):
            what = f"{fault.filename or directory}: {fault.strerror}"
            raise GuardianError(f"{what}; the migrations directory is as it was before") from None
        raise
    _end(directory)


def finish(directory: Path) -> tuple[str, ...]:
    """Finish what a crash has cut off; return the names of the new files, none where nothing was cut off.

    Raises SquashUnfinished.
    """
    _discard(directory / _MAKING)
    folder = directory / FOLDER
    if not folder.is_dir():
        return ()
    try:
        planned = _read(folder)
        _refuse_foreign(directory, planned)
        _carry_out(directory, planned)
    except OSError as fault:
        raise SquashUnfinished(directory, f"{fault.filename}: {fault.strerror}") from None
    _end(directory)
    return tuple(planned.new)


def refuse_unfinished(directory: Path) -> None:
    """Raise SquashUnfinished where a squash was cut off: half of the migrations are no migrations."""
    if (directory / FOLDER).is_dir():
        raise SquashUnfinished(directory, "guardian squash finishes it")


def _stage(directory: Path, planned: Exchange, texts: Mapping[str, str]) -> None:
    making = directory / _MAKING
    _discard(making)
    (making / "new").mkdir(parents=True)
    (making / "old").mkdir()
    for name, text in texts.items():
        _write(making / "new" / name, text.encode())
    _write(making / "old" / LOCK_FILE_NAME, (directory / LOCK_FILE_NAME).read_bytes())
    for name in texts:
        shutil.copymode(directory / LOCK_FILE_NAME, making / "new" / name)
    shutil.copymode(directory / LOCK_FILE_NAME, making / "old" / LOCK_FILE_NAME)
    _write(making / "plan.json", json.dumps({"old": dict(planned.old), "new": dict(planned.new)}).encode())
    for folder in (making / "new", making / "old", making):
        _sync(folder)
    making.rename(directory / FOLDER)
    _sync(directory)


def _carry_out(directory: Path, planned: Exchange) -> None:
    """Move what is not moved yet: the new files come first, and the last old one goes last."""
    folder = directory / FOLDER
    for name in planned.new:
        _move(folder / "new" / name, directory / name)
    *first, last = planned.old
    for name in first:
        _move(directory / name, folder / "old" / name)
    _put_lock(folder / "new" / LOCK_FILE_NAME, directory)
    _sync(directory)
    _move(directory / last, folder / "old" / last)
    _sync(directory)


def _undo(directory: Path, planned: Exchange) -> None:
    folder = directory / FOLDER
    if not folder.is_dir():
        _discard(directory / _MAKING)
        return
    try:
        for name in reversed(list(planned.old)):  # so that the last version's number is there twice again, first of all
            _move(folder / "old" / name, directory / name)
        _put_lock(folder / "old" / LOCK_FILE_NAME, directory)
        for name in planned.new:
            if not (folder / "new" / name).exists():
                _move(directory / name, folder / "new" / name)
        _sync(directory)
        _end(directory)
    except OSError as fault:
        raise SquashUnfinished(directory, f"{fault.filename}: {fault.strerror}") from None


def _move(source: Path, destination: Path) -> None:
    if source.exists():
        source.rename(destination)


def _put_lock(source: Path, directory: Path) -> None:
    copy = directory / FOLDER / LOCK_FILE_NAME
    shutil.copy(source, copy)
    _sync(copy)
    copy.replace(directory / LOCK_FILE_NAME)


def _end(directory: Path) -> None:
    """Remove the folder, under a name first that means nothing to the next run."""
    (directory / FOLDER).rename(directory / _MAKING)
    _discard(directory / _MAKING)


def _refuse_foreign(directory: Path, planned: Exchange) -> None:
    """Raise SquashUnfinished where a file is neither as it was nor as it is to be: somebody has been at it since."""
    for name in planned.new:
        if not (directory / name).exists() and not (directory / FOLDER / "new" / name).exists():
            raise SquashUnfinished(directory, f"{name} is gone")
    for name, digest in (*planned.old.items(), *planned.new.items()):
        path = directory / name
        if path.exists() and checksum(path.read_bytes()) != digest:
            raise SquashUnfinished(directory, f"{name} was changed since")


def _read(folder: Path) -> Exchange:
    found = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return Exchange(old=found["old"], new=found["new"])


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _discard(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
