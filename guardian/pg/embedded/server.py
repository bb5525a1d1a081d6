"""A PostgreSQL of our own: throw-away for tests and rehearsals, or named with data that stays."""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from guardian import clock
from guardian.errors import GuardianError, UsageError
from guardian.pg.embedded import binaries, cache, named
from guardian.pg.embedded.account import Account, current_account
from guardian.pg.embedded.failure import explain
from guardian.pg.embedded.leftover import pid_file_lines
from guardian.pg.embedded.run_directory import PORT, RunDirectory, discard, make_run_directory, sweep
from guardian.pg.embedded.supervisor import Supervisor, supervise

_STARTS_WITHIN = 60.0
_STOPS_WITHIN = 60.0
_POLL = 0.004
_FULL = 1 << 20
_STATUS_LINE = 7  # of postmaster.pid, see LOCK_FILE_LINE_PM_STATUS in the server's pidfile.h
_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")

_ALWAYS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "logging_collector": "off",
    "log_destination": "stderr",
}
_USUAL = {"timezone": "UTC", "log_timezone": "UTC"}
_THROW_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    # Below the data folder, so that nothing stays in /dev/shm when the server is killed.
    "dynamic_shared_memory_type": "mmap",
}


class EmbeddedServer:
    """A running server, reachable only over its Unix socket and only for the OS user who runs guardian."""

    major: int
    data_dir: Path
    socket_dir: Path
    log_file: Path
    port: int = PORT
    pid: int

    def __init__(self, *, major: int, run: RunDirectory, home: named.Home | None, supervisor: Supervisor) -> None:
        """Take over a started server; use `start`."""
        self.major, self.socket_dir = major, run.socket_dir
        self.data_dir, self.log_file = (home or run).data_dir, (home or run).log_file
        self._locks = [run.lock, *([home.lock] if home else [])]
        self._place = home.path if home else run.path.parent
        self._supervisor: Supervisor | None = supervisor
        _RUNNING.add(self)

    @classmethod
    def start(
        cls,
        *,
        name: str | None = None,
        major: int | None = None,
        settings: Mapping[str, str] = {},
        directory: Path | None = None,
        temp_dir: Path | None = None,
        cache_dir: Path | None = None,
    ) -> EmbeddedServer:
        """Start a server and return when it accepts connections.

        Without a name it is throw-away: fast, unsafe on power loss, deleted on stop. With one, its data stays in
        `directory` (by default in the user's state folder). `temp_dir` and `cache_dir` stand in for the usual folders.
        Raises GuardianError, Refused where the name is in use.
        """
        if directory is not None and name is None:
            raise UsageError("a throw-away server takes no directory; give it a name to keep its data")
        _check(settings)
        account = current_account()
        sweep(account, temp_dir)
        root = cache.cache_root(account, override=cache_dir)
        if name is None:
            major = major or binaries.majors()[-1]
            return _start_throw_away(account, root, major=major, settings=settings, temp_dir=temp_dir)
        home = named.open_home(account, name=name, directory=directory)
        return _start_named(account, root, home, major=major, settings=settings, temp_dir=temp_dir)

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """Return a connection URL; `user` may be any role, there is no password."""
        role, name, host = (quote(part, safe="") for part in (user, database, str(self.socket_dir)))
        return f"postgresql://{role}@/{name}?host={host}"

    def stop(self) -> None:
        """Stop the server and, where it is throw-away, delete it; a second call does nothing."""
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is None:
            return
        try:
            supervisor.stop(within=_STOPS_WITHIN)
        finally:
            _RUNNING.discard(self)
            self._unlock()

    def is_running(self) -> bool:
        return self._supervisor is not None and not self._supervisor.server_ended(within=0)

    def _forget(self) -> None:
        if self._supervisor is not None:
            self._supervisor.forget()
            self._supervisor = None
            self._unlock()

    def _unlock(self) -> None:
        while self._locks:
            os.close(self._locks.pop())

    def _wait_until_ready(self, supervisor: Supervisor, log: int) -> None:
        deadline = clock.monotonic() + _STARTS_WITHIN
        while not supervisor.server_ended(within=_POLL):
            lines = pid_file_lines(self.data_dir)
            if len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready":
                self.pid = int(lines[0])
                return
            if clock.monotonic() > deadline:
                raise GuardianError(
                    f"the embedded server did not become ready within {_STARTS_WITHIN:.0f} s; see {self.log_file}"
                )
        said = os.pread(log, 1 << 16, max(0, os.fstat(log).st_size - (1 << 16))).decode(errors="replace")
        if shutil.disk_usage(self.data_dir).free < _FULL:  # then the log may hold nothing
            said += "\nNo space left on device"
        raise GuardianError(explain(said, directory=self._place, doing="start"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


def _start_throw_away(
    account: Account, root: Path, *, major: int, settings: Mapping[str, str], temp_dir: Path | None
) -> EmbeddedServer:
    install = cache.install_for(account, major, root)
    template = cache.template_for(account, major, install, root)
    run = make_run_directory(account, temp_dir)
    try:
        said = account.run(["cp", "-R", f"{template}/.", run.data_dir])
    except BaseException:
        discard(run)
        raise
    if said:
        discard(run)
        raise GuardianError(explain(said, directory=run.path.parent, doing="copy its data"))
    return _launch(account, install, run, None, major=major, settings={**_THROW_AWAY, **settings})


def _start_named(
    account: Account,
    root: Path,
    home: named.Home,
    *,
    major: int | None,
    settings: Mapping[str, str],
    temp_dir: Path | None,
) -> EmbeddedServer:
    try:
        major = named.prepare_data(home, account, major=major)
        install = cache.install_for(account, major, root)
        named.ensure_data(home, account, major=major, install=install)
        named.rotate_log(home)
        run = make_run_directory(account, temp_dir)
    except BaseException:
        os.close(home.lock)
        raise
    return _launch(account, install, run, home, major=major, settings=settings)


def _launch(
    account: Account,
    install: Path,
    run: RunDirectory,
    home: named.Home | None,
    *,
    major: int,
    settings: Mapping[str, str],
) -> EmbeddedServer:
    """Start the server on prepared data; the locks are the server's from here on, and let go where it fails."""
    place = home or run
    command: list[str | Path] = [install / "bin" / "postgres", "-D", place.data_dir, *_options(run, settings)]
    locks = (run.lock, *([home.lock] if home else []))
    try:
        log = os.open(place.log_file, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        supervisor = supervise(
            account,
            command=command,
            data=place.data_dir,
            signal="INT" if home else "QUIT",
            run=run.path,
            locks=locks,
            log=log,
        )
    except BaseException as error:
        discard(run)
        if home:
            os.close(home.lock)
        if isinstance(error, OSError):
            raise GuardianError(explain(str(error), directory=place.log_file.parent, doing="start")) from error
        raise
    server = EmbeddedServer(major=major, run=run, home=home, supervisor=supervisor)
    try:
        server._wait_until_ready(supervisor, log)  # noqa: SLF001
    except BaseException:
        server.stop()
        raise
    finally:
        os.close(log)
    return server


def _options(run: RunDirectory, settings: Mapping[str, str]) -> list[str]:
    files = {
        "hba_file": str(run.path / "pg_hba.conf"),
        "ident_file": str(run.path / "pg_ident.conf"),
        "unix_socket_directories": str(run.socket_dir),
    }
    return [f"--{key}={value}" for key, value in {**_USUAL, **settings, **_ALWAYS, **files}.items()]


def _check(settings: Mapping[str, str]) -> None:
    for name in settings:
        if not _SETTING.fullmatch(name) or name in {*_ALWAYS, "hba_file", "ident_file", "unix_socket_directories"}:
            raise UsageError(f"{name!r} cannot be set on an embedded server; leave it out")


_RUNNING: set[EmbeddedServer] = set()


def _stop_all() -> None:
    for server in list(_RUNNING):
        with contextlib.suppress(GuardianError):
            server.stop()


def _forget_all() -> None:
    for server in list(_RUNNING):
        server._forget()  # noqa: SLF001


atexit.register(_stop_all)
os.register_at_fork(after_in_child=_forget_all)
