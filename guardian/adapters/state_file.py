"""An SQLite file in the state directory: private, durable, and plain about what is wrong with it."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guardian.clock import monotonic, sleep
from guardian.errors import GuardianError

_ADVICE_RIGHTS = "give guardian's user a directory it may write to, as `state` in guardian.toml or StateDirectory="
_ADVICE_DAMAGED = "move it and its -wal and -shm files away and start again: only alerts not yet sent are lost with it"


class OutboxError(GuardianError):
    """the outbox cannot be used."""

    def __init__(self, path: Path, problem: str, advice: str) -> None:
        super().__init__(f"the outbox {path}: {problem}; {advice}")
        self.path = path


class StateFile:
    """One connection, that threads share by turns; other processes may have the same file open.

    `schema` is run once, in a new file; `version` is what it gives to `pragma user_version`. Every method raises
    OutboxError where the file cannot be used.
    """

    def __init__(self, path: Path, *, schema: str, version: int) -> None:
        self.path = path
        self._lock = threading.RLock()
        with self._explained():
            _make_private(path)
            self._connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            try:
                self._prepare(schema, version)
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the block in one transaction, which is on disk when the block has ended."""
        with self._lock, self._explained():
            self._connection.execute("begin immediate")
            try:
                yield self._connection
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise

    @contextmanager
    def held(self, patience: float) -> Iterator[bool]:
        """Hold a lock that one process, and one thread, has at a time; yields False where another keeps it.

        A lock of the kernel, which is gone with its process: after kill -9 there is nothing to clear up.
        """
        with self._explained():
            descriptor = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield _lock_within(descriptor, patience)
        finally:
            os.close(descriptor)

    def _prepare(self, schema: str, version: int) -> None:
        sql = self._connection
        sql.execute("pragma journal_mode = wal")
        sql.execute("pragma synchronous = full")
        with self.transaction():
            found = sql.execute("pragma user_version").fetchone()[0]
            if found == 0:
                for statement in schema.split(";\n"):
                    sql.execute(statement)
        if found > version:
            raise OutboxError(self.path, f"its format {found} is newer than {version}", "upgrade guardian")
        damage = sql.execute("pragma quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise OutboxError(self.path, f"is damaged ({damage})", _ADVICE_DAMAGED)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            problem, advice = _explain(error)
            raise OutboxError(self.path, problem, advice) from error
        except OSError as error:
            problem = f"cannot be opened ({error.strerror or error})"
            raise OutboxError(self.path, problem, _ADVICE_RIGHTS) from error


def _explain(error: sqlite3.Error) -> tuple[str, str]:
    """Return what is wrong, and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_FULL"):
        return "the disk is full", "make room; the alert is repeated at the next check"
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"is damaged ({error})", _ADVICE_DAMAGED
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return f"cannot be written ({error})", _ADVICE_RIGHTS
    if name.startswith("SQLITE_IOERR"):
        return f"cannot be read or written ({error})", "see whether the disk is full or failing"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another process holds it", "see what else uses the state directory, such as a second daemon or a backup"
    return f"cannot be used ({error})", "check the disk and the file, or move it away and start again"


def _make_private(path: Path) -> None:
    """Create directory and file for nobody else's eyes: SQLite gives -wal and -shm the file's mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.fstat(descriptor).st_mode & 0o077:
            os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def _lock_within(descriptor: int, patience: float) -> bool:
    deadline = monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= deadline:
                return False
            sleep(0.05)
        else:
            return True
