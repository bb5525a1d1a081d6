"""A Bot API server on this machine, as strict as Telegram's: for `guardian demo`, and to be measured by.

Real HTTP on 127.0.0.1. What Telegram refuses is refused with its status and words; what a network may do to an
answer can be ordered with `fail_next`. Nothing leaves the machine.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from guardian.adapters.bot_api_html import CannotParse, Entity, Parsed, parse

MAX_TEXT = 4096
MAX_BODY = 1 << 20
_SHARED = {"chat_id", "text", "parse_mode", "link_preview_options"}
_PARAMETERS = {
    "getMe": set[str](),
    "getChat": {"chat_id"},
    "sendMessage": _SHARED | {"disable_notification", "reply_parameters", "message_thread_id"},
    "editMessageText": _SHARED | {"message_id"},
}
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@dataclass(slots=True, kw_only=True)
class Message:
    """A message as its reader sees it. `edits` are the texts it had before, oldest first."""

    id: int
    chat: str
    text: str
    html: str
    entities: tuple[Entity, ...]
    silent: bool = False
    answers: int | None = None
    edits: list[str] = field(default_factory=list)


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


class Refused(Exception):
    def __init__(self, status: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters or {}


class BotApiServer:
    """`with BotApiServer(token=..., chats=["-100123"]) as server`: listens at `server.url`, keeps `server.messages`."""

    def __init__(self, *, token: str, chats: Iterable[str], port: int = 0) -> None:
        self._token = token
        self._chats = {str(chat) for chat in chats}
        self._moved: dict[str, int] = {}
        self._faults: deque[Fault] = deque()
        self._lock = threading.RLock()
        self.messages: list[Message] = []
        self.requests: list[tuple[str, Mapping[str, Any]]] = []
        self._http = _HttpServer(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.close_connections()
        self._http.server_close()
        self._thread.join()

    def fail_next(self, fault: Fault, *, times: int = 1) -> None:
        with self._lock:
            self._faults.extend([fault] * times)

    def move_chat(self, old: str, new: int) -> None:
        """Make a group a supergroup: from now on only the new id is good, and the old messages are out of reach."""
        with self._lock:
            self._chats = self._chats - {old} | {str(new)}
            self._moved[old] = new

    def delete(self, message_id: int) -> None:
        with self._lock:
            self.messages = [message for message in self.messages if message.id != message_id]

    def next_fault(self) -> Fault | None:
        with self._lock:
            return self._faults.popleft() if self._faults else None

    def answer(self, token: str, method: str, parameters: Mapping[str, Any]) -> object:
        """Return the result of a call. Raises Refused."""
        if token != self._token:
            raise Refused(401, "Unauthorized") if _looks_like_token(token) else Refused(404, "Not Found")
        known = _PARAMETERS.get(method)
        if known is None:
            raise Refused(404, "Not Found: method not found")
        unknown = sorted(set(parameters) - known)
        if unknown:
            raise Refused(400, f"Bad Request: unknown parameter {unknown[0]}")
        with self._lock:
            self.requests.append((method, parameters))
            match method:
                case "getMe":
                    return {"id": 1, "is_bot": True, "first_name": "guardian", "username": "guardian_bot"}
                case "getChat":
                    return {"id": self._chat(parameters), "type": "group"}
                case "sendMessage":
                    return self._send(parameters)
                case _:
                    return self._edit(parameters)

    def _chat(self, parameters: Mapping[str, Any]) -> str:
        chat = str(parameters.get("chat_id", ""))
        if not chat:
            raise Refused(400, "Bad Request: chat_id is empty")
        if chat in self._moved:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": self._moved[chat]},
            )
        if chat not in self._chats:
            raise Refused(400, "Bad Request: chat not found")
        return chat

    def _send(self, parameters: Mapping[str, Any]) -> object:
        chat = self._chat(parameters)
        parsed = _parsed(parameters)
        message = Message(
            id=max((message.id for message in self.messages), default=0) + 1,
            chat=chat,
            text=parsed.text,
            html=str(parameters["text"]),
            entities=parsed.entities,
            silent=_flag(parameters.get("disable_notification")),
            answers=self._answered(chat, parameters.get("reply_parameters")),
        )
        self.messages.append(message)
        return _shown(message)

    def _edit(self, parameters: Mapping[str, Any]) -> object:
        chat = self._chat(parameters)
        number = _number(parameters.get("message_id"), "message identifier is not specified")
        message = self._find(chat, number)
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        parsed = _parsed(parameters)
        if (parsed.text, parsed.entities) == (message.text, message.entities):
            raise Refused(400, f"Bad Request: {_NOT_MODIFIED}")
        message.edits.append(message.text)
        message.text, message.entities, message.html = parsed.text, parsed.entities, str(parameters["text"])
        return _shown(message)

    def _answered(self, chat: str, reply: object) -> int | None:
        options = _object(reply)
        if options is None:
            return None
        number = _number(options.get("message_id"), "message to be replied not found")
        if self._find(chat, number) is not None:
            return number
        if not _flag(options.get("allow_sending_without_reply")):
            raise Refused(400, "Bad Request: message to be replied not found")
        return None

    def _find(self, chat: str, number: int) -> Message | None:
        return next((m for m in self.messages if m.chat == chat and m.id == number), None)


def _parsed(parameters: Mapping[str, Any]) -> Parsed:
    text = str(parameters.get("text", ""))
    mode = str(parameters.get("parse_mode", ""))
    _object(parameters.get("link_preview_options"))
    if mode.lower() not in {"", "html"}:
        raise Refused(400, "Bad Request: unsupported parse_mode")
    try:
        parsed = parse(text) if mode else Parsed(text=text, entities=())
    except CannotParse as error:
        raise Refused(400, f"Bad Request: can't parse entities: {error}") from error
    if not parsed.text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(parsed.text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
        raise Refused(400, "Bad Request: message is too long")
    return parsed


def _looks_like_token(token: str) -> bool:
    number, colon, secret = token.partition(":")
    return number.isdecimal() and bool(colon) and bool(secret)


def _number(value: object, otherwise: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise Refused(400, f"Bad Request: {otherwise}") from None


def _flag(value: object) -> bool:
    return str(value).lower() in {"true", "1"}


def _object(value: object) -> Mapping[str, Any] | None:
    """Return a nested object: JSON itself, or JSON in a form's field."""
    if value is None:
        return None
    with contextlib.suppress(ValueError):
        value = json.loads(value) if isinstance(value, str) else value
    if not isinstance(value, Mapping):
        raise Refused(400, "Bad Request: can't parse object")
    return value


def _shown(message: Message) -> object:
    return {"message_id": message.id, "date": int(time.time()), "chat": {"id": message.chat}, "text": message.text}


# HTTP ---------------------------------------------------------------------------------------------------------------


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], api: BotApiServer) -> None:
        self.api = api
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

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base class
        """Log nothing: the path holds the token."""

    def _handle(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY + 1))
        fault = self.server.api.next_fault()
        if fault is not None:
            time.sleep(fault.delay)
            if fault.dropped or fault.status or fault.body is not None:
                self._fail(fault, body)
                return
        self._reply(*self._result(body))

    def _result(self, body: bytes) -> tuple[int, bytes]:
        try:
            token, method = self._address()
            answer = {"ok": True, "result": self.server.api.answer(token, method, self._parameters(body))}
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
