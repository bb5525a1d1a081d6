"""A Bot API server on this machine, as strict as Telegram's: for `guardian demo`, and to be measured by.

Real HTTP on 127.0.0.1. What a network or an overloaded server may do to an answer can be ordered with `fail_next`.
Nothing leaves the machine.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from guardian import clock
from guardian.adapters.bot_api import BotApi, Message, Refused

MAX_BODY = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to one request instead of an answer, or to the answer.

    `taken` tells whether the message arrives all the same: then the client sees only a dropped connection.
    """

    status: int = 0
    description: str = ""
    parameters: Mapping[str, int] = field(default_factory=dict)
    delay: float = 0.0
    dropped: bool = False
    taken: bool = False
    body: bytes | None = None

    @classmethod
    def too_many_requests(cls, retry_after: int) -> Self:
        text = f"Too Many Requests: retry after {retry_after}"
        return cls(status=429, description=text, parameters={"retry_after": retry_after})


class BotApiServer:
    """`with BotApiServer(token=..., chats=["-100123"]) as server`: listens at `server.url`, keeps `server.messages`."""

    def __init__(self, *, token: str, chats: Iterable[str], port: int = 0) -> None:
        self.api = BotApi(token=token, chats=chats)
        self._faults: deque[Fault] = deque()
        self._http = _HttpServer(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def messages(self) -> list[Message]:
        """The messages as their readers see them now, oldest first."""
        return self.api.messages

    @property
    def requests(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Every call with the right token: its method and parameters."""
        return self.api.requests

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.close_connections()
        self._http.server_close()
        self._thread.join()

    def fail_next(self, fault: Fault, *, times: int = 1) -> None:
        """Let the next requests, whatever they are, meet the fault."""
        self._faults.extend([fault] * times)

    def next_fault(self) -> Fault | None:
        with contextlib.suppress(IndexError):
            return self._faults.popleft()
        return None


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], owner: BotApiServer) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the base class
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as in the base class
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the base class
        """Say nothing: a client that goes away is what this server is there to try."""

    def close_connections(self) -> None:
        """End connections that are kept alive, or their threads would wait for the next request for ever."""
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: _HttpServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet, or Nagle's algorithm and delayed ACKs cost 40 ms each time

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base class
        """Log nothing: the path holds the token."""

    def _handle(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY + 1))
        fault = self.server.owner.next_fault()
        if fault is not None:
            clock.sleep(fault.delay)
            if fault.dropped or fault.status or fault.body is not None:
                self._fail(fault, body)
                return
        self._reply(*self._result(body))

    def _result(self, body: bytes) -> tuple[int, bytes]:
        try:
            token, method = self._address()
            answer = {"ok": True, "result": self.server.owner.api.answer(token, method, self._parameters(body))}
        except Refused as refused:
            return refused.status, _error(refused.status, refused.description, refused.parameters)
        return 200, json.dumps(answer).encode()

    def _address(self) -> tuple[str, str]:
        parts = urlsplit(self.path).path.split("/")
        if len(parts) != 3 or not parts[1].startswith("bot"):  # noqa: PLR2004 - "", "bot<token>", method
            raise Refused(404, "Not Found")
        return parts[1].removeprefix("bot"), parts[2]

    def _parameters(self, body: bytes) -> Mapping[str, Any]:
        if len(body) > MAX_BODY:
            raise Refused(413, "Request Entity Too Large")
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        kind = (self.headers.get("Content-Type") or "").partition(";")[0].strip()
        try:
            if kind == "application/json" and body:
                given = json.loads(body)
                if not isinstance(given, dict):
                    raise Refused(400, "Bad Request: object expected as request content")
                return query | given
            return query | dict(parse_qsl(body.decode(), keep_blank_values=True))
        except ValueError as error:
            raise Refused(400, "Bad Request: can't parse request content") from error

    def _fail(self, fault: Fault, body: bytes) -> None:
        if fault.taken:
            self._result(body)
        if fault.dropped:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._reply(fault.status, fault.body or _error(fault.status, fault.description, fault.parameters))

    def _reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _error(status: int, description: str, parameters: Mapping[str, int]) -> bytes:
    answer: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    return json.dumps(answer | ({"parameters": dict(parameters)} if parameters else {})).encode()
