"""PgBouncer between guardian and the server: transaction mode is refused for writing, session mode works."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from tests.plugin.project import Project
from tests.plugin.proxy import Proxy
from tests.plugin.tools import require

_STARTS_WITHIN = 10.0


@pytest.fixture
def bounce(make_proxy: Callable[..., Proxy]) -> Iterator[Callable[[str], int]]:
    """Return a function that starts PgBouncer in a pool mode and returns its port.

    It reaches the server through a proxy of ours: the server's socket is for the user that started it, and PgBouncer
    refuses to run as root.
    """
    program = str(require("pgbouncer"))
    running: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)

        def start(mode: str) -> int:
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            settings = Path(folder, "pgbouncer.ini")
            settings.write_text(
                f"[databases]\n* = host=127.0.0.1 port={make_proxy().port} user=postgres\n"
                f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\n"
                f"pool_mode = {mode}\nunix_socket_dir =\ndefault_pool_size = 5\n"
            )
            running.append(subprocess.Popen([*_as_nobody(), program, "-q", str(settings)]))
            _wait(port)
            return port

        yield start
        for process in running:
            process.terminate()
            process.wait(timeout=10)


def _wait(port: int) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail(f"pgbouncer did not listen within {_STARTS_WITHIN} s")


def _as_nobody() -> list[str]:
    return ["setpriv", "--reuid=nobody", "--clear-groups"] if os.geteuid() == 0 else []


def _use(project: Project, port: int) -> str:
    name = project.on_dev("select current_database()")[0][0]
    url = f"postgres://postgres@127.0.0.1:{port}/{name}?sslmode=disable"
    (project.root / "guardian.toml").write_text(f'[targets.dev]\nurl = "{url}"\nrole = "development"\n')
    return url


def _locks(project: Project) -> int:
    return project.on_dev("select count(*) from pg_locks where locktype = 'advisory'")[0][0]


def test_a_transaction_pooler_is_refused_for_writing(project: Project, bounce: Callable[[str], int]) -> None:
    """What to do is said, nothing is written, no lock is left on any backend, and reading works."""
    project.add("create table a (id int);")
    _use(project, bounce("transaction"))

    run = project.guardian("up", "dev")

    assert run.code == 1
    assert "dev is reached through a transaction pooler" in run.err
    assert "use the server's own host and port" in run.err
    assert project.tables(project.dev) == set()
    assert _locks(project) == 0
    assert project.ok("version", "dev").out == "no version\n"
    assert project.ok("--json", "status").document["targets"][0]["pending"] == ["000001_step"]


def test_a_busy_transaction_pooler_is_refused_too(project: Project, bounce: Callable[[str], int]) -> None:
    """Other clients borrow and give back backends all the time."""
    project.add("create table a (id int);")
    url = _use(project, bounce("transaction"))
    stop: list[bool] = []

    def keep_busy() -> None:
        with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
            while not stop:
                connection.execute("select pg_sleep(0.003)")
                time.sleep(0.002)

    others = [Thread(target=keep_busy) for _ in range(3)]
    for other in others:
        other.start()
    try:
        codes = [project.guardian("up", "dev").code for _ in range(5)]
    finally:
        stop.append(True)
        for other in others:
            other.join()

    assert codes == [1] * 5
    assert _locks(project) == 0


def test_a_session_pooler_works(project: Project, bounce: Callable[[str], int]) -> None:
    project.add("create table a (id int);")
    project.add("create index concurrently i on a (id);")
    _use(project, bounce("session"))

    project.ok("up", "dev")

    assert project.on_dev("select version, dirty from schema_migrations") == [(2, False)]
    assert _locks(project) == 0
