"""What a Bot API server answers: the rules of https://core.telegram.org/bots/api, and the messages it has taken.

What Telegram refuses is refused with its status and words. Stricter in one point: an unknown parameter, which
Telegram passes over, is an error here.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from guardian import clock
from guardian.adapters.bot_api_html import CannotParse, Entity, Parsed, parse

MAX_TEXT = 4096
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


class Refused(Exception):
    def __init__(self, status: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters or {}


class BotApi:
    """One bot, the chats that it is in, and what was said in them. Safe to use from several threads."""

    def __init__(self, *, token: str, chats: Iterable[str]) -> None:
        self._token = token
        self._chats = {str(chat) for chat in chats}
        self._moved: dict[str, int] = {}
        self._lock = threading.RLock()
        self.messages: list[Message] = []
        self.requests: list[tuple[str, Mapping[str, Any]]] = []

    def move_chat(self, old: str, new: int) -> None:
        """Make a group a supergroup: from now on only the new id is good, and the old messages are out of reach."""
        with self._lock:
            self._chats = self._chats - {old} | {str(new)}
            self._moved[old] = new

    def delete(self, message_id: int) -> None:
        with self._lock:
            self.messages = [message for message in self.messages if message.id != message_id]

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
    return {
        "message_id": message.id,
        "date": int(clock.now().timestamp()),
        "chat": {"id": message.chat},
        "text": message.text,
    }
