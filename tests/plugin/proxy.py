"""A real proxy before an embedded server: counts round trips, adds latency, cuts connections."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guardian.pg.embedded import EmbeddedServer

_CHUNK = 1 << 16


class Proxy:
    """Listens on a TCP port of this machine and forwards to a server's Unix socket.

    A round trip is a burst of data from a client after data from the server: what the client had to wait for.
    `latency` in seconds is added to each round trip, half of it each way.
    """

    def __init__(self, server: EmbeddedServer, *, latency: float = 0) -> None:
        self._path = str(Path(server.socket_dir) / f".s.PGSQL.{server.port}")
        self._latency = latency
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self.round_trips = 0
        self.on_burst: Callable[[int], None] | None = None
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def url(self, name: str, user: str = "postgres") -> str:
        return f"postgres://{user}@127.0.0.1:{self.port}/{name}?sslmode=disable"

    def count(self) -> int:
        """Return the round trips since the last call."""
        counted, self.round_trips = self.round_trips, 0
        return counted

    def cut(self) -> None:
        """Break every connection, as a network does: the server is not told by its client."""
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # which wakes the thread that accepts
        self._threads[0].join()
        self.cut()
        for thread in self._threads:
            thread.join()
        for each in [self._listener, *self._sockets]:
            each.close()

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        self._threads.append(threading.Thread(target=target, args=arguments, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server = socket.socket(socket.AF_UNIX)
            self._sockets += [client, server]
            try:
                server.connect(self._path)
            except OSError:  # the server is stopped: who knocks sees a connection that ends at once
                client.shutdown(socket.SHUT_RDWR)
                continue
            state = {"last": "server"}
            for source, sink, side in ((client, server, "client"), (server, client, "server")):
                line: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
                self._start(self._read, source, line, side, state)
                self._start(self._write, sink, line)

    def _read(self, source: socket.socket, line: queue.SimpleQueue, side: str, state: dict[str, str]) -> None:
        while True:
            try:
                data = source.recv(_CHUNK)
            except OSError:
                data = b""
            if data and side == "client" and state["last"] == "server":
                with self._lock:
                    self.round_trips += data[:1] != b"X"  # Terminate has no answer
                if self.on_burst is not None:
                    self.on_burst(self.round_trips)
            if data:
                state["last"] = side
            line.put((time.monotonic() + self._latency / 2, data))
            if not data:
                return

    def _write(self, sink: socket.socket, line: queue.SimpleQueue) -> None:
        while True:
            due, data = line.get()
            wait = due - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            try:
                if not data:
                    sink.shutdown(socket.SHUT_RDWR)
                    return
                sink.sendall(data)
            except OSError:
                return  # the other side has gone


@pytest.fixture
def make_proxy(pg_server: EmbeddedServer) -> Iterator[Callable[..., Proxy]]:
    """Return a function that puts a proxy before `pg_server`, or before another server."""
    made: list[Proxy] = []

    def make(server: EmbeddedServer | None = None, *, latency: float = 0) -> Proxy:
        made.append(Proxy(server or pg_server, latency=latency))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()
