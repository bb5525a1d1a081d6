"""The folder of one running server: lock, socket, configuration, log, and for a throw-away server its data.

Whoever holds the lock is alive: the process that started the server, or the shell that clears up after it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from guardian import clock
from guardian.errors import GuardianError
from guardian.pg.embedded.account import Account
from guardian.pg.embedded.failure import explain
from guardian.pg.embedded.leftover import stop_leftover

PREFIX = "guardian-pg-"
PORT = 5432
# sockaddr_un holds 104 bytes on macOS and 108 on Linux, the closing zero included.
_LONGEST_SOCKET_PATH = 103
_UNLOCKED_IS_NEW_FOR = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDirectory:
    path: Path
    lock: int

    @property
    def socket_dir(self) -> Path:
        return self.path / "socket"

    @property
    def data_dir(self) -> Path:
        return self.path / "data"

    @property
    def log_file(self) -> Path:
        return self.path / "log"


def make_run_directory(account: Account, temp_dir: Path | None) -> RunDirectory:
    """Make a fresh locked folder, by default in the temp directory; `data` and `socket` in it are the server's."""
    base = choose_base(account, temp_dir)
    path = None
    try:
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
        run = RunDirectory(path=path, lock=_lock_new(path))
        path.chmod(0o711 if account.dropped else 0o700)
        for folder in (run.data_dir, run.socket_dir):
            folder.mkdir(mode=0o700)
            account.own(folder)
        _write_access_rules(account, path)
    except OSError as error:
        if path is not None:
            shutil.rmtree(path, ignore_errors=True)
        raise GuardianError(explain(str(error), directory=base, doing="make its folder")) from error
    return run


def discard(run: RunDirectory) -> None:
    """Remove a folder in which no server was started."""
    shutil.rmtree(run.path, ignore_errors=True)
    os.close(run.lock)


def bases(temp_dir: Path | None) -> list[Path]:
    """Return where run directories may lie: as asked, the temp directory and, for when neither will do, /tmp."""
    wanted = [temp_dir.resolve()] if temp_dir else []
    try:
        usual = [Path(tempfile.gettempdir()).resolve()]
    except FileNotFoundError:
        usual = []
    return [*wanted, *usual, Path("/tmp").resolve()]  # noqa: S108


def choose_base(account: Account, temp_dir: Path | None) -> Path:
    """Return the first base whose socket path is short enough and which the server's account can pass through."""
    for base in bases(temp_dir):
        socket = base / f"{PREFIX}XXXXXXXX" / "socket" / f".s.PGSQL.{PORT}"
        if len(os.fsencode(socket)) <= _LONGEST_SOCKET_PATH and os.access(base, os.W_OK) and account.can_enter(base):
            return base
    tried = " and ".join(str(base) for base in bases(temp_dir))
    raise GuardianError(
        f"no folder for the embedded server's socket ({tried} cannot be written to or has too long a path); "
        "set TMPDIR to a short, writable folder"
    )


def sweep(account: Account, temp_dir: Path | None) -> None:
    """Remove what dead processes of this user left in the temp directory, and stop servers that outlived them."""
    for base in dict.fromkeys(bases(temp_dir)):
        for path in base.glob(f"{PREFIX}*"):
            _sweep_one(path, account)


def _sweep_one(path: Path, account: Account) -> None:
    facts = None
    try:
        facts = path.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
            return
        lock = os.open(path / "lock", os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        if facts and clock.now().timestamp() - facts.st_mtime > _UNLOCKED_IS_NEW_FOR:
            shutil.rmtree(path, ignore_errors=True)
        return
    except OSError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    else:
        stop_leftover(account, path / "data")
        shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(lock)


def _lock_new(path: Path) -> int:
    """Create the lock file already locked: a sweeper never sees it free."""
    lock = os.open(path / "lock.new", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    (path / "lock.new").rename(path / "lock")
    return lock


def _write_access_rules(account: Account, path: Path) -> None:
    """Let the OS user who runs guardian in, as any role, and nobody else."""
    name = account.owner.replace('"', '""')
    rules = {
        "pg_hba.conf": "local all all peer map=guardian\nlocal replication all peer map=guardian\n",
        "pg_ident.conf": f'guardian "{name}" all\n',
    }
    for file, text in rules.items():
        (path / file).write_text(text)
        (path / file).chmod(0o644)
