"""The status page's address, taken when it is opened, and the thread that answers there."""

from __future__ import annotations

import errno
import socket
import threading
from typing import Any

import structlog
from waitress import wasyncore  # type: ignore[import-untyped]  # it has no types
from waitress.server import create_server  # type: ignore[import-untyped]  # likewise

from guardian.app.status_page import Board
from guardian.config import Config
from guardian.errors import ConfigError
from guardian.web.application import make_application

logger = structlog.get_logger()

_THREADS = 2
_TURN = 30.0  # seconds; stop() does not wait for it


class PageServer:
    """Serves an application on a listening socket, which it closes in the end."""

    def __init__(self, application: Any, listener: socket.socket) -> None:  # noqa: ANN401 - any WSGI application
        self.host, self.port = listener.getsockname()[:2]
        # waitress finds its connections through this map; a map of our own makes the loop ours to stop.
        self._map: dict[int, Any] = {}
        self._server = create_server(
            application, map=self._map, sockets=[listener], threads=_THREADS, ident=None, channel_timeout=30
        )
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="status page", daemon=True)

    def start(self) -> None:
        self._thread.start()
        logger.info("serving the status page", action="start", host=self.host, port=self.port)

    def stop(self) -> None:
        """Stop answering and free the address; a request under way is finished, for at most 5 seconds."""
        self._stopping = True
        if self._thread.is_alive():
            self._server.pull_trigger()
            self._thread.join()
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._map, ignore_all=True)

    def _run(self) -> None:
        while not self._stopping:
            wasyncore.loop(timeout=_TURN, map=self._map, count=1)


def open_page(config: Config, board: Board) -> PageServer:
    """Take the address of `[web] listen`. Raises ConfigError where it cannot be had."""
    listener = _listen(config)
    try:
        return PageServer(make_application(board.overview), listener)
    except BaseException:
        listener.close()
        raise


def _listen(config: Config) -> socket.socket:
    web = config.web
    shown = f"[{web.host}]:{web.port}" if web.host and ":" in web.host else f"{web.host}:{web.port}"
    try:
        # A name with several addresses is listened to on its first one.
        found = socket.getaddrinfo(web.host or None, web.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        return socket.create_server(address, family=family, backlog=64)
    except OSError as fault:
        raise ConfigError(
            f"cannot serve the status page at {shown}: {_reason(fault)}",
            file=str(config.file) if config.file else None,
            section="web",
            key="listen",
        ) from None


def _reason(fault: OSError) -> str:
    match fault.errno:
        case errno.EADDRINUSE:
            return "another program listens there; stop that one, or choose another port"
        case errno.EACCES:
            return "the system does not allow it; ports below 1024 are for root, so choose one above"
        case errno.EADDRNOTAVAIL:
            return "that is no address of this machine; write one that is, such as 127.0.0.1"
        case _ if isinstance(fault, socket.gaierror):
            return "there is no such host; write an address of this machine, such as 127.0.0.1"
        case _:
            return f"{fault.strerror}; choose another address"
