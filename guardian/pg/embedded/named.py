"""Named servers: data that stays between runs, used by one process at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from guardian import clock
from guardian.errors import GuardianError, Refused, UsageError
from guardian.pg.embedded import binaries
from guardian.pg.embedded.account import Account
from guardian.pg.embedded.cache import initdb
from guardian.pg.embedded.failure import explain
from guardian.pg.embedded.folders import is_safe, make_folders
from guardian.pg.embedded.leftover import stop_leftover

_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
_STOPPING_TAKES_AT_MOST = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The folder of a named server, locked by us."""

    name: str
    path: Path
    lock: int

    @property
    def data_dir(self) -> Path:
        return self.path / "data"

    @property
    def log_file(self) -> Path:
        return self.path / "log"


def open_home(account: Account, *, name: str, directory: Path | None) -> Home:
    """Make or find the folder of this server and lock it; raises Refused where a living process has it."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for an embedded server; use letters, digits, - and _")
    path = (directory or _usual_place(account, name)).absolute()
    try:
        make_folders(path, mode=0o711 if account.dropped else 0o700)
        if not account.can_enter(path):
            raise UsageError(
                f"user {account.uid}, under which the embedded server must run, cannot reach {path}; "
                "choose a folder below /var/lib"
            )
        if account.dropped and not is_safe(path):
            raise UsageError(
                f"{path} or a folder above it is open to other users; choose one that only root can change"
            )
        lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise GuardianError(explain(str(error), directory=path, doing="make its folder")) from error
    try:
        _take(lock, name)
    except BaseException:
        os.close(lock)
        raise
    return Home(name=name, path=path, lock=lock)


def rotate_log(home: Home) -> None:
    """Keep the log of the last run as `log.old`: each log tells of one run."""
    with contextlib.suppress(FileNotFoundError):
        home.log_file.replace(home.log_file.with_name("log.old"))


def prepare_data(home: Home, account: Account, *, major: int | None) -> int:
    """Make sure that no server is left over and which major the data is for; return that major."""
    if not stop_leftover(account, home.data_dir, signal="INT"):
        raise GuardianError(f"an old server still runs on {home.data_dir} and does not stop; end it by hand")
    existing = _major_of(home.data_dir)
    if existing and major and existing != major:
        raise UsageError(
            f"embedded server {home.name!r} holds data of PostgreSQL {existing}, not {major}; use another name"
        )
    return existing or major or binaries.majors()[-1]


def ensure_data(home: Home, account: Account, *, major: int, install: Path) -> None:
    """Make the data folder on first use, under another name until it is whole."""
    if home.data_dir.exists():
        return
    fresh = home.path / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        initdb(account, major, install, fresh)
        fresh.rename(home.data_dir)
    except OSError as error:
        raise GuardianError(explain(str(error), directory=home.path, doing="create its data folder")) from error


def _usual_place(account: Account, name: str) -> Path:
    state = platformdirs.site_state_path("guardian") if account.dropped else platformdirs.user_state_path("guardian")
    return state / "embedded" / name


def _take(lock: int, name: str) -> None:
    """Take the lock; where its owner is dead the cleaner still holds it for as long as the server takes to stop."""
    deadline = clock.monotonic() + _STOPPING_TAKES_AT_MOST
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = _owner(lock)
            if _alive(owner) or clock.monotonic() > deadline:
                raise Refused(
                    f"embedded server {name!r} is in use by process {owner}; stop that process or use another name"
                ) from None
            clock.sleep(0.05)
        else:
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
            return


def _owner(lock: int) -> int:
    text = os.pread(lock, 32, 0).strip()
    return int(text) if text.isdigit() else 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid > 0


def _major_of(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise GuardianError(f"{data} is no PostgreSQL data folder; move it away or use another name") from None
