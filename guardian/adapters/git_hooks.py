"""The scripts in a repository's hooks folder: guardian's own, and those of others that they call first."""

from __future__ import annotations

import enum
import os
import re
import shlex
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from guardian.errors import GuardianError, Refused

_MARK = re.compile(rb"\A#!/bin/sh\n# guardian's [a-z-]+ hook, written by `guardian hooks install`")
_MADE = "# Its folder was made for it."
_BEFORE = ".before-guardian"
# pre-commit moves what it finds to this name, and calls it first, as guardian does.
_LEGACY = ".legacy"
_ASKS_ITS_NAME = re.compile(rb"basename\b[^\n]*\$\{?0|\$\{0##\*/\}")
_MOST_BYTES = 1 << 16


class HookState(enum.StrEnum):
    INSTALLED = "installed"
    OUTDATED = "outdated"
    ABSENT = "not installed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """One of git's hooks: where guardian's script is, and the `kept` one that it calls first."""

    name: str
    path: Path
    state: HookState
    kept: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """How a script reaches guardian: the interpreter, and a file that is there as long as guardian is.

    With `rehearse`, what is pushed is run in a scratch database too.
    """

    python: Path
    module: Path
    rehearse: bool = False


def read_hooks(folder: Path, names: Iterable[str], caller: Caller) -> tuple[Hook, ...]:
    """Return the state of each hook; one that would be written otherwise today is outdated."""
    return tuple(_hook(folder, name, caller) for name in names)


def install_hooks(folder: Path, names: Iterable[str], caller: Caller) -> tuple[Hook, ...]:
    """Write the scripts, and move what is in their place aside. Raises Refused before anything is written."""
    names = tuple(names)
    made = not folder.is_dir() or any(_was_made(path) for name in names for path in _places(folder, name))
    for name in names:
        _refuse_immovable(folder, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            place = _ours(folder, name) or _make_room(folder / name)
            text = _render(name, caller, made=made)
            if not place.exists() or place.read_bytes() != text or not os.access(place, os.X_OK):
                _write(place, text)
    except OSError as error:
        raise GuardianError(f"{error.filename or folder} cannot be written ({error.strerror})") from None
    return read_hooks(folder, names, caller)


def uninstall_hooks(folder: Path, names: Iterable[str]) -> tuple[Path, ...]:
    """Take the scripts away and put back what was there before; return the places."""
    done, made = [], False
    try:
        for name in names:
            for place in _places(folder, name):
                if not _is_ours(place):
                    continue
                made = made or _was_made(place)
                before = _before(folder, name)
                if os.path.lexists(before):
                    before.replace(place)
                else:
                    place.unlink()
                done.append(place)
        if made and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise GuardianError(f"{error.filename or folder} cannot be changed ({error.strerror})") from None
    return tuple(done)


def _hook(folder: Path, name: str, caller: Caller) -> Hook:
    place, before = _ours(folder, name), _before(folder, name)
    kept = before if os.path.lexists(before) else None
    if place is None:
        return Hook(name=name, path=folder / name, state=HookState.ABSENT, kept=kept)
    made = _was_made(place)
    texts = {_render(name, replace(caller, rehearse=rehearse), made=made) for rehearse in (False, True)}
    current = place.read_bytes() in texts and os.access(place, os.X_OK)
    return Hook(name=name, path=place, state=HookState.INSTALLED if current else HookState.OUTDATED, kept=kept)


def _refuse_immovable(folder: Path, name: str) -> None:
    path, before = folder / name, _before(folder, name)
    if _ours(folder, name) is not None or not os.path.lexists(path):
        return
    if os.path.lexists(before):
        raise Refused(f"{path} is not guardian's, and {before.name} is there too; remove the one that is not needed")
    # Husky calls the script of its own file's name, through a file `h` beside it.
    if any(_ASKS_ITS_NAME.search(_head(place)) for place in (path, folder / "h")):
        raise Refused(
            f"{path} asks what it is called, so it cannot be moved aside; call guardian from it yourself, "
            f'with the line: guardian-hook {name} "$@" || exit'
        )


def _make_room(path: Path) -> Path:
    if os.path.lexists(path):
        path.rename(path.with_name(path.name + _BEFORE))
    return path


def _write(path: Path, text: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
        Path(temporary).chmod(0o755)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _render(name: str, caller: Caller, *, made: bool) -> bytes:
    template = (resources.files("hooks") / "git-hook.sh").read_text(encoding="utf-8")
    words = {
        "HOOK": name,
        "MADE": _MADE if made else "#",
        "PYTHON": shlex.quote(str(caller.python)),
        "MODULE": shlex.quote(str(caller.module)),
        "OPTIONS": " --rehearse" if caller.rehearse and name == "pre-push" else "",
    }
    text = re.sub(r"@([A-Z]+)@", lambda found: words[found[1]], template)
    return text.encode("utf-8", "surrogateescape")


def _ours(folder: Path, name: str) -> Path | None:
    return next((place for place in _places(folder, name) if _is_ours(place)), None)


def _places(folder: Path, name: str) -> tuple[Path, Path]:
    return folder / name, folder / f"{name}{_LEGACY}"


def _before(folder: Path, name: str) -> Path:
    return folder / f"{name}{_BEFORE}"


def _is_ours(path: Path) -> bool:
    return not path.is_symlink() and _MARK.match(_head(path)) is not None


def _was_made(path: Path) -> bool:
    return _is_ours(path) and f"\n{_MADE}\n".encode() in _head(path)


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        raise GuardianError(f"{path} cannot be read ({error.strerror}); see to its rights") from None
